"""The frequent series as arithmetic: what each unit has, what is estimated of the late ones, the index, and how the year agrees."""
