# rewritten: GET /weather
import json


class Response:
    def __init__(self, body, status=200):
        self.body = body
        self.status = status
        self.headers = {"Content-Type": "application/json"}

    def to_dict(self):
        return {"statusCode": self.status, "headers": self.headers, "body": json.dumps(self.body)}


def handler(event, context):
    city = (event["queryStringParameters"] or {}).get("city", "Oslo")
    return Response({"city": city, "degrees": 12}).to_dict()
