"""What the use cases need from outside, said as protocols. `kostra.store` and `kostra.channels` keep them; `main` joins the two."""
