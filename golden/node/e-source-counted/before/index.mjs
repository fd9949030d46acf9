export const handler = async (event) => ({ isAuthorized: event.identitySource.length > 0 });
