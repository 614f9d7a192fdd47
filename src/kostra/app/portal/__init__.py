"""What a reporter sees of their own: what they owe, where each of it stands, what was sent, and what came of it. It changes nothing."""
