exports.handler = async (event) => ({ statusCode: 200, body: event.headers.Authorization });
//# sourceMappingURL=index.js.map
