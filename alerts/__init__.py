"""Notices what is new in the archive, and tells people."""
