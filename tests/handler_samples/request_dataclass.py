# rewritten: POST /bookings
import json
from dataclasses import dataclass


@dataclass
class Booking:
    id: str
    name: str
    quantity: int = 1

    @classmethod
    def from_json(cls, text):
        data = json.loads(text)
        return cls(data["id"], data["name"], int(data.get("quantity", 1)))


def handler(event, context):
    try:
        booking = Booking.from_json(event["body"])
    except (KeyError, TypeError, ValueError):
        return {"statusCode": 400, "body": json.dumps({"message": "invalid booking"})}
    return {"statusCode": 201, "body": json.dumps(booking.__dict__)}
