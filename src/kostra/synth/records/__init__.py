"""The record files 11F, 11CF and 11M, as each case system writes them, and the mistakes that are planted in them."""
