import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const copy = { ...event } as typeof event;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: copy.requestContext.http.method };
};
