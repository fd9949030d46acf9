export const handler = async ({ requestContext: { http: { method } }, headers: { authorization }, queryStringParameters: { q = '-' } = {}, body }) =>
  ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${method} ${authorization} ${q} ${body === undefined}` });
