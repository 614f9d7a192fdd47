"""How it went: the yearly report, the evaluation of controls, the case systems of the vendors, and the quality of each release."""
