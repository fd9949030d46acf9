from lib import Request, service


def handler(event, context):
    request = Request.parse(event)
    seen = [request.method, service.run(event)]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(seen)}
