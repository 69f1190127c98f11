"""Numbers: reading them, what they count, and comparing them."""
