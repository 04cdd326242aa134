"""Finds what an article says: one module a question, each a pure `find`, with its vocabulary as data beside it."""
