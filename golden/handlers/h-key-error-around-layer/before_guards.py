class Quiet:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return kind is KeyError


def guarded(function):
    def inner(event):
        with Quiet():
            return function(event)
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "none"}

    return inner
