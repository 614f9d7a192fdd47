"""The season of the demo as a page: which day it is, and the ways to pause it and to go on. It is not there outside the demo."""
