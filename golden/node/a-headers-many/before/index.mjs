const NAME = 'X-User';
export const handler = async ({ headers }) => {
  const { Authorization, 'X-User': user = 'nobody' } = headers;
  const found = [Authorization, user, headers[NAME], headers?.['X-User'], headers.Cookie, headers['User-Agent']];
  const token = headers.authorization || headers.Authorization;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [...found, token].map(String).join('|') };
};
