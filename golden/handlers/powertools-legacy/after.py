from aws_lambda_powertools.event_handler.api_gateway import ApiGatewayResolver, ProxyEventType

app = ApiGatewayResolver(proxy_type=ProxyEventType.APIGatewayProxyEventV2)


@app.get("/items")
def items():
    return {"items": []}


def handler(event, context):
    return app.resolve(event, context)
