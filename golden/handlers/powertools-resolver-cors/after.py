from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, CORSConfig

app = APIGatewayHttpResolver(cors=CORSConfig(allow_origin="https://example.com"))


@app.get("/items")
def items():
    return []


def handler(event, context):
    return app.resolve(event, context)
