def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def user(event):
    return _headers(event).get("x-user", "nobody")
