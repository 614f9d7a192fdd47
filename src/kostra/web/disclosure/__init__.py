"""The pages of disclosure control: runs, one run, one table and its picture. No value of a suppressed cell is on any of them."""
