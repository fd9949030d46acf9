# rewritten: GET /time; 2.0 > rest
def handler(event, context):
    return {"zone": "UTC", "hours": 24}
