"""The pages of deliveries: the register of legal bases, the desk's side, the recipient's own, and what a municipality sees of them."""
