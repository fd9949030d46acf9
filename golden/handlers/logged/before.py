import json
import logging

logger = logging.getLogger()


def handler(event, context):
    print("event", json.dumps(event))
    logger.info("got %s", event)
    logger.debug(f"headers {event['headers']}")
    return {"statusCode": 204}
