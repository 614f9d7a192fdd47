"""Reports that people work through: on a terminal, on paper, in a browser, in a spreadsheet."""
