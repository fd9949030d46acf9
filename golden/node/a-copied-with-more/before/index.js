exports.handler = async (event) => {
  const request = { ...event, started: 0 };
  const text = `${request.httpMethod} ${request.started} ${request.headers['Content-Type']}`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: text };
};
