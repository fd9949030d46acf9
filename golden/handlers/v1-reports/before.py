from urllib.parse import parse_qs


def handler(event, context):
    if event["httpMethod"] == "OPTIONS":
        return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"}}
    token = event["headers"]["Authorization"]
    form = parse_qs(event["body"])
    url = f"https://{event['requestContext']['domainName']}/{event['requestContext']['stage']}/x"
    return {"headers": {"Content-Type": "text/plain"}, "body": f"{token} {form} {url} {event['requestContext']['identity']['apiKey']}"}
