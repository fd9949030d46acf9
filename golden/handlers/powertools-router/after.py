from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

import items

app = APIGatewayHttpResolver()
app.include_router(items.router)


def handler(event, context):
    return app.resolve(event, context)
