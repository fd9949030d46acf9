# flagged: ANY /v1/{proxy+}
import json
import re


class Router:
    def __init__(self):
        self.routes = []

    def route(self, method, pattern):
        def register(fn):
            self.routes.append((method, re.compile(f"^{pattern}$"), fn))
            return fn

        return register

    def dispatch(self, event):
        for method, pattern, fn in self.routes:
            match = pattern.match(event["path"])
            if match and method == event["httpMethod"]:
                return fn(event, **match.groupdict())
        return {"statusCode": 404, "body": json.dumps({"message": "no route"})}


router = Router()


@router.route("GET", "/v1/(?P<name>[a-z0-9]+)")
def show(event, name):
    return {"statusCode": 200, "body": json.dumps({"name": name, "query": event["queryStringParameters"]})}


@router.route("POST", "/v1/(?P<name>[a-z0-9]+)")
def add(event, name):
    return {"statusCode": 201, "body": json.dumps({"name": name, "body": json.loads(event["body"])})}


def handler(event, context):
    return router.dispatch(event)
