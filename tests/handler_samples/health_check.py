# unchanged: GET /health
import json
import os
import time

STARTED = time.monotonic()


def handler(event, context):
    health = {
        "status": "healthy",
        "version": os.environ.get("APP_VERSION", "dev"),
        "function": context.function_name,
        "started": STARTED > 0,
    }
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-cache"},
        "body": json.dumps(health),
    }
