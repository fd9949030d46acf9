const check = async (token) => ({ isAuthorized: token === 'allow', context: { level: 3 } });
export const handler = async (event) => {
  if (event.requestContext.http.method === 'DELETE') return { isAuthorized: false };
  return check(event.identitySource[0]);
};
