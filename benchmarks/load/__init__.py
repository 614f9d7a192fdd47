"""The deadline minute: everybody sends at once, while the processes that receive are killed at random."""
