"""What can be worked out from what is published. Shares no code with what suppressed it, and reads nothing but what everybody may read."""
