from apigw_compat import http_compat

@http_compat(stage="$default")
def handler(event, context):
    return {"statusCode": 200, "body": event["rawPath"]}
