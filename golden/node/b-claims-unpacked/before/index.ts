import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
export const handler = async (event: APIGatewayProxyEventV2WithJWTAuthorizer) => {
  const { claims } = event.requestContext.authorizer.jwt;
  const { claims: { email } } = event.requestContext.authorizer.jwt;
  return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: `${claims.sub} ${email}` };
};
