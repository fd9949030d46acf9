from urllib.parse import parse_qs


def handler(event, context):
    if event["isBase64Encoded"]:
        return {"statusCode": 415}
    form = parse_qs(event["body"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": form["name"][0]}
