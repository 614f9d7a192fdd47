"""Finding what somebody asks for in words that they may not spell as we do. A pure step: it is handed what there is to find."""
