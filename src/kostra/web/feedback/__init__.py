"""What readers say of the guide: where it is given, and the desk's pages of it."""
