import type { APIGatewayProxyWithCognitoAuthorizerEvent as Call, APIGatewayProxyResult } from 'aws-lambda';

type Item = { name?: string; user: unknown };

const named = (name?: string): string => name ?? 'none';

export const handler = async (event: Call) => {
  const user: string | undefined = _headers(event)['x-user'];
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: named(event.body ?? undefined), user: user ?? event.requestContext.authorizer.claims.sub }) };
};

export const other = async (): Promise<APIGatewayProxyResult> => ({ statusCode: 200 });

function _headers(event: any): any {
  return Object.fromEntries(Object.entries<any>(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
