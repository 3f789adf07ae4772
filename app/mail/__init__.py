"""Mail: what the outbox's function makes of events and deliveries. Nothing of it is imported by the API."""
