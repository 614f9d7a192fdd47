"""Pages for those who read the figures: by question and topic, by searching, and table by table. For anybody, and without JavaScript."""
