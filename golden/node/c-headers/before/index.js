const user = (event) => event.headers['X-User'];
exports.handler = async (event) => {
  const { Authorization } = event.headers;
  const host = event.headers.authorization ?? event.headers.Authorization;
  const [agent] = event.multiValueHeaders['User-Agent'];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [user(event), Authorization.length, host, agent].join() };
};
