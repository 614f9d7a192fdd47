"""Who is expected to send, where it stands, what is wrong with it and who is late. Pure steps: they are handed what they need, time too."""
