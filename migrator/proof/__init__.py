"""Compiled templates: read, compared, checked, and what deploying them will do."""
