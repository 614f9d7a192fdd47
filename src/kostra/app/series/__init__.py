"""The frequent series: form 11M by month or quarter, from those who have joined, to published indicators with no hand on the way."""
