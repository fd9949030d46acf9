const to = (location, cookies) => ({
  statusCode: 302,
  headers: { Location: location, 'Content-Type': 'text/plain' },
  ...(cookies ? { cookies: cookies } : {}),
});
exports.handler = async (event) => (event.queryStringParameters ? to('/', ['a=1', 'b=2']) : to('/in'));
