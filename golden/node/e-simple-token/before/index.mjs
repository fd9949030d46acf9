export const handler = async (event) => ({ isAuthorized: event.identitySource[0].endsWith('allow') });
