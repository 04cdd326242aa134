"""The HTTP API, /api/v1: one module of routes for each resource; what they share stands beside them."""
