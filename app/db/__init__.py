"""The way to PostgreSQL: engine, session, connection, driver, another try."""
