EVENT = {"version": "2.0", "rawPath": "/hello", "requestContext": {"http": {"method": "GET"}}}
