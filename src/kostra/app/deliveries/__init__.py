"""Deliveries: legal bases with two persons behind each, orders within them, making, approving, fetching, and deletion with a proof."""
