from shared import (
    answers,
)


def handler(event, context):
    if event["body"]:
        return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"}, "body": ""}
    return answers.empty()
