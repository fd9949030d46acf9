export const handler = async (event) => ({
  isAuthorized: event.headers.authorization === 'allow',
  context: { at: new Date(0), user: undefined },
});
