export const handler = async ({ headers, routeArn, ...others }) => ({ isAuthorized: headers.authorization === 'allow' });
