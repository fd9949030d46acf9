from aws_lambda_powertools.event_handler import APIGatewayHttpResolver as Resolver

app = Resolver()


@app.get("/items/<item_id>")
def get_item(item_id):
    return {"id": item_id, "ip": app.current_event.request_context.http.source_ip}


handler = app.resolve
