import asyncio


async def user_of(event):
    await asyncio.sleep(0)
    return event["headers"].get("x-user") or "-"


async def main(event):
    user = await user_of(event)
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": user + event["requestContext"]["http"]["method"]}


def handler(event, context):
    return asyncio.run(main(event))
