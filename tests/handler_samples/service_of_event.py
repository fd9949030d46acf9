# rewritten: POST /invoices/{id}/lines
import json


class InvoiceService:
    def __init__(self, event, context):
        self.invoice_id = event["pathParameters"]["id"]
        self.lines = json.loads(event["body"] or "[]")
        self.request_id = context.aws_request_id

    def run(self):
        body = {"invoice": self.invoice_id, "lines": self.lines, "request": self.request_id}
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def handler(event, context):
    return InvoiceService(event, context).run()
