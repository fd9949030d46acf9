# rewritten: GET /books/{isbn}, POST /books
import json

import boto3


class BookStore:
    def __init__(self, table):
        self.table = table

    def find(self, isbn):
        return self.table.get_item(Key={"id": isbn}).get("Item")

    def add(self, book):
        self.table.put_item(Item=book)
        return book


store = BookStore(boto3.resource("dynamodb").Table("books"))


def handler(event, context):
    method = event["httpMethod"]
    if method == "GET":
        book = store.find(event["pathParameters"]["isbn"])
        if book is None:
            return {"statusCode": 404, "body": json.dumps({"message": "Book not found"})}
        return {"statusCode": 200, "body": json.dumps(book)}
    if method == "POST":
        book = store.add(json.loads(event["body"]))
        return {"statusCode": 201, "body": json.dumps(book)}
    return {"statusCode": 405, "body": json.dumps({"message": "Method not allowed"})}
