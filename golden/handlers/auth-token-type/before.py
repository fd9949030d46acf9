def handler(event, context):
    if event["type"] != "TOKEN":
        raise Exception("Unauthorized")
    return {"principalId": "user", "policyDocument": {"Version": "2012-10-17", "Statement": []}}
