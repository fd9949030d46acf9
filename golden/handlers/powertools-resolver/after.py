from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths

logger = Logger(service="items")
app = APIGatewayHttpResolver()


@app.get("/items/<item_id>")
def get_item(item_id: str):
    tags = app.current_event.resolved_query_string_parameters.get("tag", [])
    address = app.current_event.request_context.http.source_ip
    user = app.current_event.headers.get("X-User")
    return {"id": item_id, "tags": tags, "address": address, "user": user, "method": app.current_event.http_method}


@app.post("/items/<item_id>")
def put_item(item_id: str):
    data = app.current_event.json_body
    return Response(status_code=201, content_type="application/json", body="{}", headers={"X-Id": str(data["id"])})


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
def handler(event, context):
    return app.resolve(event, context)
