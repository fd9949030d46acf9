from aws_lambda_powertools.event_handler import APIGatewayRestResolver

import items

app = APIGatewayRestResolver()
app.include_router(items.router)


def handler(event, context):
    return app.resolve(event, context)
