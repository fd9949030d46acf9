from answers import BASE, found, missing


def ask(headers):
    return "asked with " + ", ".join(sorted(headers))


def handler(event, context):
    return found(ask(BASE)) if event["requestContext"]["http"]["method"] == "GET" else missing()
