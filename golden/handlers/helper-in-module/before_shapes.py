def user_of(ev):
    return ev["headers"].get("X-User", ev["requestContext"]["identity"]["sourceIp"])
