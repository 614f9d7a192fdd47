"""The site. It shows what the use cases answer, in bokmål and nynorsk, and decides nothing itself."""
