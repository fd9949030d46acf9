import type { APIGatewayProxyWithCognitoAuthorizerEvent } from 'aws-lambda';
export const handler = async (event: APIGatewayProxyWithCognitoAuthorizerEvent) => {
  const { claims } = event.requestContext.authorizer;
  const { claims: { email } } = event.requestContext.authorizer;
  return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: `${claims.sub} ${email}` };
};
