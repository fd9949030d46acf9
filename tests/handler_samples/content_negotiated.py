# rewritten: GET /report/{id}
import json


def wants_html(event):
    accept = event["headers"].get("Accept") or "application/json"
    return "text/html" in accept


def handler(event, context):
    report = {"id": event["pathParameters"]["id"], "total": 3}
    if wants_html(event):
        page = f"<h1>Report {report['id']}</h1>"
        return {"statusCode": 200, "headers": {"Content-Type": "text/html; charset=utf-8"}, "body": page}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(report)}
