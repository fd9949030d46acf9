import type { APIGatewayProxyHandler } from 'aws-lambda';

export const handler: APIGatewayProxyHandler = async (event) => {
  const copy = { ...event } as typeof event;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: copy.httpMethod };
};
