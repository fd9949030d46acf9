# rewritten: POST /devices/{id}
import json
from dataclasses import dataclass, field
from typing import Any, Dict, Optional


@dataclass
class Request:
    method: str
    path: str
    query: Dict[str, Any] = field(default_factory=dict)
    body: Optional[str] = None

    @staticmethod
    def parse(event):
        return Request(
            method=event["httpMethod"],
            path=event["path"],
            query=event.get("queryStringParameters") or {},
            body=event.get("body"),
        )


def handler(event, context):
    request = Request.parse(event)
    data = json.loads(request.body) if request.body else {}
    return {"statusCode": 200, "body": json.dumps({"method": request.method, "query": request.query, "data": data})}
