"""Code lists shared by forms, dated at the code. The lists are the TOML files beside this module."""
