# rewritten: GET /todos, POST /todos; aws_lambda_powertools
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

app = APIGatewayRestResolver()
logger = Logger(service="todos")


@app.get("/todos")
def get_todos():
    return {"todos": [], "done": app.current_event.get_query_string_value(name="done", default_value="no")}


@app.post("/todos")
def create_todo():
    todo = app.current_event.json_body
    return {"created": todo["id"]}, 201


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
def handler(event: dict, context: LambdaContext) -> dict:
    return app.resolve(event, context)
