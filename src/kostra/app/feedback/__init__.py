"""What readers say of the questions of the guide: given by anybody, read and answered at the desk."""
