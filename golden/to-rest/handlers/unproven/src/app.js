exports.handler = async (event) => ({ statusCode: 200, body: event.rawPath + event.requestContext.http.method });
