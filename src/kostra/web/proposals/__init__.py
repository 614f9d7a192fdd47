"""The pages of the proposals: the list, one of them, writing and answering, meetings and the clock. They show `kostra.app.proposals`."""
