# module
import os

import jwt

SECRET = os.environ.get("JWT_SECRET", "secret")


def bearer(event):
    value = event["headers"].get("Authorization") or ""
    kind, _, token = value.partition(" ")
    return token if kind.lower() == "bearer" else None


def current_user(event):
    token = bearer(event)
    if not token:
        return None
    try:
        return jwt.decode(token, SECRET, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return None
