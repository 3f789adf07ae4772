"""The logo: which files may be one, and what is left of them."""
