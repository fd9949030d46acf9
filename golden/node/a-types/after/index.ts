import { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyHandlerV2WithJWTAuthorizer, APIGatewayProxyResultV2 as Result, Context } from 'aws-lambda';
import * as lambda from 'aws-lambda';

interface Wish {
  httpMethod: string;
}

const method = (event: lambda.APIGatewayProxyEventV2WithJWTAuthorizer): string => event.requestContext.http.method;
const claim = (event: APIGatewayProxyEventV2WithJWTAuthorizer, name: string): string => (event.requestContext.authorizer as any).jwt.claims.sub;

export const handler: APIGatewayProxyHandlerV2WithJWTAuthorizer = async (event: APIGatewayProxyEventV2WithJWTAuthorizer, _context: Context): Promise<Result> => {
  const user = event.headers!['x-user'] as string;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: method(event) + user + claim(event, 'sub') };
};
