import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Asked } from './asked';

interface Whose {
  requestContext: { authorizer?: any };
}
const path = ({ path }: Asked): string => path;
const method = (event: Pick<APIGatewayProxyEvent, 'httpMethod' | 'body'>): string => event.httpMethod;
const mail = (event: Whose): string => event.requestContext.authorizer.claims.email;
const both = (event: APIGatewayProxyEvent) => event.requestContext.authorizer?.jwt?.claims ?? event.requestContext.authorizer?.claims;

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const user: string = event.requestContext.authorizer!.claims.sub;
  const { name } = event.requestContext.authorizer!.claims;
  const host = event.requestContext.authorizer!.claims.email.split('@')[1];
  const body = [method(event), path(event), mail(event), both(event).sub, user, name, host].join(' ');
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body };
};
