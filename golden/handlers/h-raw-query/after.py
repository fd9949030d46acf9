from urllib.parse import urlencode


def handler(event, context):
    return {"statusCode": 302, "headers": {"Location": "/new?" + urlencode(event["multiValueQueryStringParameters"] or {}, doseq=True)}}
