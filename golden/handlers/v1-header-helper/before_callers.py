def user(event):
    return event["headers"].get("X-User", "nobody")
