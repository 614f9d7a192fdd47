"""The reporter's pages: what is owed, sending it, what came of it. They show what `kostra.app.portal` and `kostra.app.receiving` answer."""
