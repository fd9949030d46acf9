VIEWS = {}


def view(method):
    def put(function):
        VIEWS[method] = function
        return function

    return put


def found(method, event):
    function = VIEWS.get(method)
    return function(event) if function else {"statusCode": 405}
