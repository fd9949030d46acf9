const middy = require('@middy/core');

const known = () => {
  const before = async (request) => {
    if (!request.event.headers.authorization) return { statusCode: 401, headers: { 'Content-Type': 'application/json' }, body: 'no' };
    request.event.user = request.event.headers.authorization;
  };
  const onError = ({ event, error, response }) => console.error(event.rawPath, error, response?.statusCode);
  return { before, onError };
};

exports.handler = middy()
  .use(known())
  .handler(async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.requestContext.http.method }));
