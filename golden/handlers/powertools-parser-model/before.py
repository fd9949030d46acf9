from aws_lambda_powertools.utilities.parser import event_parser
from aws_lambda_powertools.utilities.parser.models import APIGatewayProxyEventModel


@event_parser(model=APIGatewayProxyEventModel)
def handler(event: APIGatewayProxyEventModel, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event.httpMethod}
