# rewritten: GET /pets, POST /pets, GET /pets/{petId}
import json

PETS = {}


def list_pets(event):
    kind = (event["queryStringParameters"] or {}).get("name")
    return 200, [pet for pet in PETS.values() if kind in (None, pet.get("name"))]


def add_pet(event):
    pet = json.loads(event["body"])
    PETS[pet["id"]] = pet
    return 201, pet


def show_pet(event):
    pet = PETS.get(event["pathParameters"]["petId"])
    return (200, pet) if pet else (404, {"message": "unknown pet"})


ROUTES = {"GET /pets": list_pets, "POST /pets": add_pet, "GET /pets/{petId}": show_pet}


def handler(event, context):
    route = f"{event['httpMethod']} {event['resource']}"
    if route not in ROUTES:
        return {"statusCode": 404, "body": json.dumps({"message": route})}
    status, data = ROUTES[route](event)
    return {"statusCode": status, "body": json.dumps(data)}
