import os

if os.environ.get("X"):
    def handler(event, context):
        return {"statusCode": 200}
else:
    def handler(event, context):
        return {"statusCode": 201}
