"""What readers ask about: topics with their tables, questions with the figure that answers them, other words for things, and what the
figures mean in plain words. Content, as the tables are."""
