"""The engine: questions about data of any size, asked in this process, of a PostgreSQL server, or of Spark."""
