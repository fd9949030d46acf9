const ok = (body, status) => ({ statusCode: status ?? 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
exports.handler = async (event) => event.queryStringParameters ? ok({ a: 1 }, 201) : ok({ a: 1 });
