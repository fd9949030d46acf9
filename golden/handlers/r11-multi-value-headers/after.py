def handler(event, context):
    return {
        "statusCode": 200,
        "cookies": ["a=1", "b=2; Secure"],
        "headers": {"X-Tag": ", ".join(["one", "two"]), "X-One": "single", "Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": "{}",
    }
