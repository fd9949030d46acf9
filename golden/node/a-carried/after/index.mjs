const isKnown = ({ request }) => Boolean(request.headers['x-user']);

const run = async (call) => {
  const statusCode = isKnown(call) ? 200 : 401;
  return { statusCode, headers: { 'Content-Type': 'text/plain' }, body: call.request.requestContext.http.method };
};

export const handler = async (event, context) => run({ request: event, context });
