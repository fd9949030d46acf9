from aws_lambda_powertools.utilities.parser import BaseModel, envelopes, event_parser


class Item(BaseModel):
    id: str
    name: str


@event_parser(model=Item, envelope=envelopes.ApiGatewayEnvelope)
def handler(event: Item, context):
    return {"statusCode": 201, "headers": {"Content-Type": "text/plain"}, "body": event.name}
