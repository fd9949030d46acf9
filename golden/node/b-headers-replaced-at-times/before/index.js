exports.handler = async (event) => {
  if (event.queryStringParameters) {
    event.headers = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  }
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.headers['x-user'] ?? '-' };
};
