from aws_lambda_powertools.event_handler.router import Router

router = Router()


@router.get("/items")
def all_items():
    return {"agent": router.current_event.request_context.http.user_agent}
