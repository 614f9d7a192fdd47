"""The guide site: what every question of every year asks for, what is new, what the words mean, and a search over all of it."""
