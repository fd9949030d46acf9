def user(headers):
    headers = {name.lower(): value for name, value in headers.items()}
    return headers.get("x-user", "nobody")


def handler(event, context):
    headers = event["headers"]
    token = headers.get("authorization", "none")
    headers = {name.lower(): value for name, value in headers.items()}
    page = f'{user(event["headers"])} {headers.get("x-user")} {token}'
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": page}
