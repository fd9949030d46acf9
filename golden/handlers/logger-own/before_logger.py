def info(event):
    assert event["httpMethod"]
