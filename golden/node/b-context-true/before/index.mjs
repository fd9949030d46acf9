const may = (admin) => (admin ? 'all' : 'own');
export const handler = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: may(event.requestContext.authorizer.lambda.admin) });
