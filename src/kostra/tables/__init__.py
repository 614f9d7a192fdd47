"""The tables that are published, as data: one TOML file for each table, read strictly and held against the form it is made from."""
