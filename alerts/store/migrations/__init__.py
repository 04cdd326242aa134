"""The one history of the database: Alembic revisions for the crawler's and the alerts' tables."""
