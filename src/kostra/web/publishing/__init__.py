"""The pages of releases, at the desk: what is coming, what is public, who approved it, and taking back."""
