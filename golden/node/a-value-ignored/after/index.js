exports.handler = (event) => ({ statusCode: 200, body: event.requestContext.http.method });
