"""The outbox: what happened, and what is to be sent because of it."""
