import tables
import views


def handler(event, context):
    return tables.found(event["requestContext"]["http"]["method"], event)
