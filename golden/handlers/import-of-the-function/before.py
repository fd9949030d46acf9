def handler(event, context):
    import json

    if event["headers"].get("x-user") is None:
        return {'statusCode': 401, 'headers': {'content-type': 'text/plain'}, 'body': 'no'}
    return {'method': event['requestContext']['http']['method']}
