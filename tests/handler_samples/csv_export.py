# rewritten: GET /export
import csv
import io

import boto3

table = boto3.resource("dynamodb").Table("sales")


def handler(event, context):
    wanted = event.get("multiValueQueryStringParameters") or {}
    columns = wanted.get("tag") or ["id", "name"]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, extrasaction="ignore")
    writer.writeheader()
    for row in table.scan()["Items"]:
        writer.writerow(row)
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "text/csv", "Content-Disposition": "attachment; filename=sales.csv"},
        "body": out.getvalue(),
    }
