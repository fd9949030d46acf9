const { send } = require('some-framework');
exports.handler = async (event) => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) headers.append(name, value);
  Object.keys(event.headers).forEach((name) => {
    headers.set(name, event.headers[name]);
  });
  const answer = send(new Headers(event.headers));
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${answer} ${headers.get('X-User')}` };
};
