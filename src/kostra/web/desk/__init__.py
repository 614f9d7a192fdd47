"""The statistician's desk: how the season goes, what to do today, whom to reach, what to ask of them. It shows `kostra.app.followup`."""
