def method_of(event):
    return event["httpMethod"]
