def handler(event, context):
    headers = event["headers"]
    token = headers.get("authorization")
    effect = "Allow" if token == "allow" and event["requestContext"]["http"]["method"] == "GET" and event.get("pathParameters")["id"] == "7" else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["routeArn"]}
    return {"principalId": "user", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
