from tables import view


@view("GET")
def read(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["headers"].get("x-user", "nobody")}
