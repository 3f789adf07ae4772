"""The courier: it has the way out and no database. It asks the outbox's function for a batch, sends it, reports."""
