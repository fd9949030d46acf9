const answer = (body) => ({ statusCode: 200, body });
exports.handler = (event) => answer(event.rawPath);
