const either = (headers, name) => headers[name] || headers[name.toLowerCase()];
exports.handler = async (event) => {
  const lower = Object.keys(event.headers).reduce((all, name) => {
    all[name.toLowerCase()] = event.headers[name];
    return all;
  }, {});
  let user = '';
  for (const name of Object.keys(event.headers)) {
    if (name.toLowerCase() === 'x-user') user = event.headers[name];
  }
  const found = new Headers(event.headers).get('X-User') || '';
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${lower['x-user']} ${user} ${found} ${either(event.headers, 'X-User')}` };
};
