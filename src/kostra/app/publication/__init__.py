"""Publication: from approved disclosure control to a release, the hour when it becomes public, and what readers see."""
