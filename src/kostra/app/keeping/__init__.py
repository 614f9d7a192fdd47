"""Looking after what is kept: which rooms have bytes in the vault, rotating keys, and destroying them when their time is over."""
