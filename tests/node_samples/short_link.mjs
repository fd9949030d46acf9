// unchanged: GET /{code}
const links = { v0: 'https://example.com/somewhere' };

export const handler = async (event) => {
  const target = links[event.pathParameters.code];
  if (!target) {
    return { statusCode: 404, headers: { 'Content-Type': 'text/plain' }, body: 'unknown link' };
  }
  return { statusCode: 302, headers: { Location: target } };
};
