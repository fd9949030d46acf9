export const handler = async (event) => {
  const [token] = event.identitySource;
  return { isAuthorized: token === 'allow' };
};
