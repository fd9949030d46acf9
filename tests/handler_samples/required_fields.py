# rewritten: POST /leads
import json

REQUIRED = ["id", "name"]


def load_body(event):
    try:
        return json.loads(event["body"]), None
    except (TypeError, json.JSONDecodeError) as error:
        return None, str(error)


def validate(data):
    return [f"{field} is required" for field in REQUIRED if not data.get(field)]


def make_response(code, payload, headers=None):
    base = {"Content-Type": "application/json", "X-Content-Type-Options": "nosniff"}
    base.update(headers or {})
    return {"statusCode": code, "headers": base, "body": json.dumps(payload)}


def handler(event, context):
    data, error = load_body(event)
    if error:
        return make_response(400, {"error": error})
    errors = validate(data) if isinstance(data, dict) else ["an object is required"]
    if errors:
        return make_response(422, {"errors": errors})
    return make_response(201, data, {"Location": f"/leads/{data['id']}"})
