"""The pages of estimation: runs, one run, and the revision from one to another. They show `kostra.app.estimating`."""
