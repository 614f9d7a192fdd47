"""What the services cost by the accounts: concepts of cost by art, and groups of functions, dated."""
