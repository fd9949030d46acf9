# rewritten: GET /customers/{id}; aws_lambda_powertools
import json

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=APIGatewayProxyEvent)
def handler(event: APIGatewayProxyEvent, context: LambdaContext):
    customer = {
        "id": event.path_parameters["id"],
        "verbose": event.get_query_string_value("verbose", "no"),
        "ip": event.request_context.identity.source_ip,
    }
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(customer)}
