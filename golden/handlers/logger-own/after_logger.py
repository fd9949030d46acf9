def info(event):
    assert event["requestContext"]["http"]["method"]
