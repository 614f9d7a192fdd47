"""What others know: NAV, the introduction register, employers, the population register."""
