from paths import CLOSED
def handler(event, context):
    base = event["methodArn"].split("/")[0]
    statements = [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{base}/*"}]
    if event["authorizationToken"] != "secret":
        statements += [{"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": f"{base}/{path}"} for path in CLOSED]
    return {"principalId": "u", "policyDocument": {"Version": "2012-10-17", "Statement": statements}}
