const find = async (name) => ({ name, size: 3 });
export const handler = async (event) => {
  const name = event.queryStringParameters?.name;
  if (name === 'x') return { statusCode: 200, headers: { 'Content-Type': 'application/json', 'X-Size': '3' }, body: JSON.stringify({ name }) };
  if (_headers(event).accept) return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: `no ${name}` };
  if (event.httpMethod === 'POST') {
    const body = await find(name);
    return { statusCode: 201, headers: { 'Content-Type': 'application/json' }, body: _text(body) };
  }
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(await find(name)) };
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function _text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
}
