"""A reporting season, played with the synthetic nation: what each unit delivers, at its own time, through the same doors as real ones.

Only the demo plays. It moves a clock of its own from one happening to the next, and every role finds the system as it would be that day.
"""
