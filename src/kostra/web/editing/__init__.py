"""The pages where statisticians edit: from the whole country down to one value, and what comes of edits afterwards."""
