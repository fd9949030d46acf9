exports.handler = (event) => ({ statusCode: 200, body: event.httpMethod });
