def handler(event, context):
    response = {}
    try:
        response["statusCode"] = 200
        response["body"] = event.get("queryStringParameters")["q"]
        response["headers"] = {"Content-Type": "text/plain"}
    except TypeError:
        response["statusCode"] = 400
        response["body"] = "x"
        response["headers"] = {"Content-Type": "text/plain"}
    return response
