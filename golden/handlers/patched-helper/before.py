from unittest import mock

import lib
import patches

NAME = "accept"
globals()["NAME"] = "X-User"
setattr(lib, "method", patches.method)
mock.patch("lib.path", patches.user).start()


def handler(event, context):
    lib.logger.info(event)
    seen = [lib.read(event), lib.method(event), lib.path(event), event["headers"].get(NAME)]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(seen)}
