"""Puts the program together: reads the settings, opens the database, starts crawls, and talks to a person."""
