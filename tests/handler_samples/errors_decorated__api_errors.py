# module
import functools
import json
import logging

logger = logging.getLogger(__name__)


class ApiError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def error_body(status, message):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"error": message}),
    }


def api_handler(fn):
    @functools.wraps(fn)
    def wrapper(event, context):
        logger.info("%s %s", event["httpMethod"], event["path"])
        try:
            return fn(event, context)
        except ApiError as error:
            return error_body(error.status, error.message)
        except Exception:
            logger.exception("unexpected")
            return error_body(500, "internal error")

    return wrapper
