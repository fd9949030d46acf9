# rewritten: POST /jobs
import json
import logging
import uuid

log = logging.getLogger(__name__)


def handler(event, context):
    request_id = event["requestContext"]["requestId"]
    log.info("request %s from %s", request_id, event["requestContext"]["identity"]["sourceIp"])
    job = json.loads(event.get("body") or "{}")
    name = job.get("name") if isinstance(job, dict) else None
    return {"statusCode": 202, "body": json.dumps({"request": request_id, "job": name, "v": uuid.UUID(int=0).hex})}
