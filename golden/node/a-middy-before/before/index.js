const middy = require('@middy/core');

const known = () => {
  const before = async (request) => {
    if (!request.event.headers.Authorization) return { statusCode: 401, body: 'no' };
    request.event.user = request.event.headers.Authorization;
  };
  const onError = ({ event, error, response }) => console.error(event.path, error, response?.statusCode);
  return { before, onError };
};

exports.handler = middy()
  .use(known())
  .handler(async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.httpMethod }));
