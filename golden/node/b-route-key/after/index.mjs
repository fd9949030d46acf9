export const handler = async (event) => {
  switch (event.httpMethod + ' ' + event.resource) {
    case 'GET /items':
      return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.httpMethod + ' ' + event.resource };
    default:
      throw new Error('no such route');
  }
};
