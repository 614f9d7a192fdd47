"""What machines fetch by themselves: the catalogue of tables, whole releases, and the list of pages for search engines."""
