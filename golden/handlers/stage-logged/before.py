import logging

log = logging.getLogger(__name__)


def handler(event, context):
    log.info("stage %s", event["requestContext"]["stage"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}
