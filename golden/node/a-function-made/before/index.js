const answer = (statusCode) => (body) => ({ statusCode, body: JSON.stringify(body) });
const ok = answer(200);
exports.handler = async (event) => (event.httpMethod === 'GET' ? ok({ q: event.queryStringParameters }) : answer(405)('no'));
