# rewritten: GET /session, POST /session
import json
from http.cookies import SimpleCookie


def handler(event, context):
    jar = SimpleCookie()
    jar.load(event["headers"].get("Cookie") or "")
    if event["httpMethod"] == "POST":
        return {
            "statusCode": 200,
            "multiValueHeaders": {"Set-Cookie": ["session=1; HttpOnly", "theme=dark"]},
            "body": json.dumps({"new": True}),
        }
    return {"statusCode": 200, "body": json.dumps({name: morsel.value for name, morsel in jar.items()})}
