const { send } = require('some-framework');
exports.handler = async (event) => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) headers.append(name, value);
  const found = new Headers(event.headers);
  const body = `${send(headers)} ${found.get('X-User')}`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body };
};
