# rewritten: authorizer request 2.0
import logging

logger = logging.getLogger()


def handler(event, context):
    logger.info(event)
    header = event["headers"].get("Authorization", "")
    allowed = header.endswith("allow") and event["requestContext"]["identity"]["sourceIp"] != "198.51.100.1"
    return {
        "principalId": "user",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Action": "execute-api:Invoke", "Effect": "Allow" if allowed else "Deny", "Resource": event["methodArn"]}
            ],
        },
    }
