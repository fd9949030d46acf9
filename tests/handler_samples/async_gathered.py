# rewritten: GET /rates
import asyncio
import json


async def fetch(currency):
    await asyncio.sleep(0)
    return currency, len(currency)


async def main(event):
    wanted = ((event["queryStringParameters"] or {}).get("name") or "EUR,USD").split(",")
    return dict(await asyncio.gather(*(fetch(each) for each in wanted)))


def handler(event, context):
    rates = asyncio.run(main(event))
    return {"statusCode": 200, "body": json.dumps(rates)}
