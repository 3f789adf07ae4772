"""PostgreSQL: engine, transactions, connection, driver."""
