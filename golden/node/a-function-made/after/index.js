const answer = (statusCode) => (body) => ({ statusCode: statusCode ?? 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const ok = answer(200);
exports.handler = async (event) => (event.requestContext.http.method === 'GET' ? ok({ q: event.queryStringParameters ?? null }) : answer(405)('no'));
