def handler(event, context):
    if "authorizationToken" in event:
        return {"principalId": "user", "policyDocument": {"Version": "2012-10-17", "Statement": []}}
    raise Exception("Unauthorized")
