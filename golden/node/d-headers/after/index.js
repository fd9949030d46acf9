exports.handler = async (event) => {
  const { authorization } = _headers(event);
  console.log(JSON.stringify(event.headers));
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${authorization} ${_headers(event)['x-user']}` };
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
