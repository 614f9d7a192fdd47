"""The doors that vendors' programs already know: the two HTTP shapes of the public control program, and the page that checks a file."""
