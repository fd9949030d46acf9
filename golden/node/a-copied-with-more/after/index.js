exports.handler = async (event) => {
  const request = { ...event, started: 0 };
  const text = `${request.requestContext.http.method} ${request.started} ${request.headers['content-type']}`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: text };
};
