"""PostgreSQL: engine, session, transaction, connection, driver."""
