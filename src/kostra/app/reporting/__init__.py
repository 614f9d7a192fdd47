"""The yearly report of the working group: counted by the system, finished by people, published by two of them."""
