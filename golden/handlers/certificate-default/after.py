def handler(event, context):
    name = (event["requestContext"].get("authentication") or {}).get("clientCert", {}).get("subjectDN", "none")
    return {"statusCode": 200 if name != "none" else 401, "headers": {"Content-Type": "text/plain"}, "body": name}
