export const handler = async (event) => {
  if (event.requestContext.stage === '$default') return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'live' };
  return { statusCode: 404, headers: { 'Content-Type': 'text/plain' }, body: 'test' };
};
