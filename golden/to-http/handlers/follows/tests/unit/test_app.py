from app import handler


def test_hello():
    event = {"httpMethod": "GET", "path": "/hello", "body": None}
    assert handler(event, None)["statusCode"] == 200
