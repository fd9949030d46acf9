// rewritten: GET /a/{id}, POST /a; 2.0 > rest
const routes = {
  'GET /a/{id}': ({ pathParameters }) => ({ id: pathParameters.id }),
  'POST /a': ({ body }) => JSON.parse(body),
};

export const handler = async (event) => {
  const route = routes[event.routeKey];
  const data = route ? route(event) : { message: 'no route' };
  return {
    statusCode: route ? 200 : 404,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data),
  };
};
