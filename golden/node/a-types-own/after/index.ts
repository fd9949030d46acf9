import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyResultV2 } from 'aws-lambda';
import type { Asked } from './asked';

interface Whose {
  requestContext: { authorizer?: any };
}
const path = ({ rawPath: path }: Asked): string => path;
const method = (event: Pick<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext' | 'body'>): string => event.requestContext.http.method;
const mail = (event: Whose): string => event.requestContext.authorizer.jwt.claims.email as string;
const both = (event: APIGatewayProxyEventV2WithJWTAuthorizer) => event.requestContext.authorizer?.jwt?.claims ?? event.requestContext.authorizer?.claims;

export const handler = async (event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<APIGatewayProxyResultV2> => {
  const user: string = event.requestContext.authorizer!.jwt.claims.sub as string;
  const { name } = event.requestContext.authorizer!.jwt.claims as Record<string, string>;
  const host = (event.requestContext.authorizer!.jwt.claims.email as string).split('@')[1];
  const body = [method(event), path(event), mail(event), both(event).sub, user, name, host].join(' ');
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body };
};
