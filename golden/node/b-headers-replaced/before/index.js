exports.handler = async (event) => {
  event.headers = Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.headers['x-user'] ?? '-' };
};
