import type { APIGatewayProxyEventV2WithJWTAuthorizer as Call, APIGatewayProxyResultV2 } from 'aws-lambda';

type Item = { name?: string; user: unknown };

const named = (name?: string): string => name ?? 'none';

export const handler = async (event: Call): Promise<Item> => {
  const user: string | undefined = event.headers['x-user'];
  return { name: named(event.body), user: user ?? event.requestContext.authorizer.jwt.claims.sub };
};

export const other = async (): Promise<APIGatewayProxyResultV2<Item>> => ({ statusCode: 200 });
