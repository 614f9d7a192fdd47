"""The pages of what is received for another body: its own box, and, for the desk, the status alone. They show `kostra.app.passing`."""
