"""Sign-in: passwords, tokens, and who the caller is."""
