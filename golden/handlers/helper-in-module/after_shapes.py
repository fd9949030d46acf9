def user_of(ev):
    return ev["headers"].get("x-user", ev["requestContext"]["http"]["sourceIp"])
