from shared.answers import ok


def handler(event, context):
    return ok([])
