"""The crawler's memory: what came in, from where, when, and what is known of it."""
