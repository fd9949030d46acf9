import app


def warm():
    return app.VIEWS["GET"]({"httpMethod": "GET"})
