import tables
import views


def handler(event, context):
    return tables.found(event["httpMethod"], event)
