"""The spiders: for each kind of source a file that reads it, the table of these, and what polls by that table."""
