"""Documents of other servers: a key set, a provider's discovery. The courier fetches them, and they are kept here."""
