import json


def handler(event, context):
    rc = event["requestContext"]
    line = f"{rc['identity']['sourceIp']} {rc['requestTime']} {rc['protocol']} {event['requestContext']['identity']['userAgent']}"
    data = {"line": line, "epoch": rc["requestTimeEpoch"], "id": rc.get("extendedRequestId"), "api": rc["apiId"]}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}
