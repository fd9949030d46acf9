def handler(event, context):
    return {'statusCode': 302, 'headers': {'Location': '/'}, 'multiValueHeaders': {'Set-Cookie': ['a=1']}}
