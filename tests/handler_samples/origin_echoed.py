# rewritten: GET /cart, POST /cart; cors
import json

ORIGINS = ("https://shop.example.com", "https://admin.example.com")


def cors(event):
    origin = event["headers"].get("origin") or event["headers"].get("Origin") or ""
    return {
        "Access-Control-Allow-Origin": origin if origin in ORIGINS else ORIGINS[0],
        "Access-Control-Allow-Credentials": "true",
        "Content-Type": "application/json",
    }


def handler(event, context):
    cart = json.loads(event["body"]) if event["body"] else {}
    return {"statusCode": 200, "headers": cors(event), "body": json.dumps({"cart": cart})}
