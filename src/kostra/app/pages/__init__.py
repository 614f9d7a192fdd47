"""Pages that are made from data: a document is built once and written as Markdown or HTML."""
