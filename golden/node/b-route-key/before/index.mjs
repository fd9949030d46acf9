export const handler = async (event) => {
  switch (event.routeKey) {
    case 'GET /items':
      return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.routeKey };
    default:
      throw new Error('no such route');
  }
};
