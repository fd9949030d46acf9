import journal


def handler(event, context):
    journal.keep(event)
    return {"statusCode": 204}
