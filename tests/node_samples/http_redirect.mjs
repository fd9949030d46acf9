// unchanged: GET /{code}; 2.0 > rest
const links = { v0: 'https://example.com/' };

export const handler = async ({ pathParameters }) => {
  const target = links[pathParameters.code];
  return target ? { statusCode: 301, headers: { location: target } } : { statusCode: 404 };
};
