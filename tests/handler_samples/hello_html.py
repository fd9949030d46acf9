# unchanged: GET /
PAGE = "<html><body>hello</body></html>"


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": PAGE}
