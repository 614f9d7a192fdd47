"""The people of the synthetic nation: who lives where, what happens to them in a year, and what help they get."""
