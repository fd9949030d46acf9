// rewritten: authorizer 2.0 request; simple
export const handler = async (event) => {
  const token = event.headers.authorization;
  return { isAuthorized: token === 'allow', context: { plan: 'free' } };
};
