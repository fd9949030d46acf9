def method(event):
    return event["requestContext"]["http"]["method"]
