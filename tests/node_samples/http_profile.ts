// rewritten: GET /me claims; 2.0 > rest
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyResultV2 } from 'aws-lambda';

export const handler = async (event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<APIGatewayProxyResultV2> => {
  const { claims } = event.requestContext.authorizer.jwt;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: claims.sub, email: claims.email, ip: event.requestContext.http.sourceIp }),
  };
};
