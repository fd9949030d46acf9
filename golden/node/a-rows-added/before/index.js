const known = new Map([['GET', async (event) => ({ statusCode: 200, body: event.httpMethod })]]);
known.set('POST', async (event) => ({ statusCode: 201, body: event.httpMethod }));
exports.handler = async (event) => known.get(event.httpMethod)(event);
