def handler(event, context):
    return {'statusCode': 302, 'headers': {'Location': '/'}, 'cookies': ['a=1']}
