"""The pages of the frequent series: what is public, joining and withdrawing, and the desk. They show `kostra.app.series`."""
