"""API keys: what a team lets its own programs do."""
