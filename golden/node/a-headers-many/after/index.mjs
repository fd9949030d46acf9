const NAME = 'X-User';
export const handler = async (event) => {
  const { headers } = event;
  const { authorization: Authorization, 'x-user': user = 'nobody' } = headers;
  const found = [Authorization, user, headers[NAME.toLowerCase()], headers?.['x-user'], event.cookies?.join('; '), headers['user-agent']];
  const token = headers.authorization || headers.Authorization;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [...found, token].map(String).join('|') };
};
