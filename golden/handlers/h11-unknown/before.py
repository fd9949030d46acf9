import library


def handler(event, context):
    return library.result(event["rawPath"])
