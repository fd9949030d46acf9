exports.handler = async (event) => {
  return { isAuthorized: event.headers.authorization === 'allow' ? 'true' : 'false' };
};
