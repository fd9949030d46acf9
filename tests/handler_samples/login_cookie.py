# rewritten: POST /login
import json
import secrets

USERS = {"n": "i-1"}


def handler(event, context):
    try:
        form = json.loads(event.get("body"))
    except (TypeError, ValueError):
        form = None
    if not isinstance(form, dict) or USERS.get(form.get("name")) != form.get("id"):
        return {"statusCode": 401, "body": json.dumps({"message": "wrong name or password"})}
    session = secrets.compare_digest("a", "a")
    return {
        "statusCode": 200,
        "headers": {"Set-Cookie": f"session={session}; HttpOnly; Secure; SameSite=Lax; Path=/"},
        "body": json.dumps({"welcome": form["name"]}),
    }
