import { APIGatewayProxyEvent, APIGatewayProxyHandler, APIGatewayProxyResult as Result, Context } from 'aws-lambda';
import * as lambda from 'aws-lambda';

interface Wish {
  httpMethod: string;
}

const method = (event: lambda.APIGatewayProxyEvent): string => event.httpMethod;
const claim = (event: APIGatewayProxyEvent, name: string): string => (event.requestContext.authorizer as any).claims.sub;

export const handler: APIGatewayProxyHandler = async (event: APIGatewayProxyEvent, _context: Context): Promise<Result> => {
  const user = event.headers!['X-User'] as string;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: method(event) + user + claim(event, 'sub') };
};
