"""Handlers: the Python code behind routes and authorizers follows the API."""
