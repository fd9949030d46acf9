# rewritten: GET /things, GET /things/{id}
from http_helpers import fail, ok, path_parameter, query_parameter


def handler(event, context):
    thing = path_parameter(event, "id")
    if thing is None:
        return ok({"things": [], "filter": query_parameter(event, "q")})
    if thing == "0":
        return fail(404, "no such thing")
    return ok({"id": thing})
