"""Brings articles in and remembers them; never knows that anybody is told about them."""
