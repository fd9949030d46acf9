def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get('headers') or {}).items()}


def handler(event, context):
    import json

    if _headers(event).get("x-user") is None:
        return {'statusCode': 401, 'headers': {'content-type': 'text/plain'}, 'body': 'no'}
    return {'statusCode': 200, 'headers': {'content-type': 'application/json'}, 'body': json.dumps({'method': event['httpMethod']})}
