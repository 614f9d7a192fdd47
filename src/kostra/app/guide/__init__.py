"""The guide site: what every question of every year asks for, what changed, what the words mean, and how to find it."""
