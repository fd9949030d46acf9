import json


def handler(event, context):
    rc = event["requestContext"]
    line = f"{rc['http']['sourceIp']} {rc['time']} {rc['http']['protocol']} {event['requestContext']['http']['userAgent']}"
    data = {"line": line, "epoch": rc["timeEpoch"], "id": rc.get("requestId"), "api": rc["apiId"]}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}
