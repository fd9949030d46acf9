import type { APIGatewayProxyEventV2 } from 'aws-lambda';

type Asked = Pick<APIGatewayProxyEventV2, 'requestContext' | 'routeKey' | 'rawQueryString'>;

export const handler = async (event: Asked) => {
  const body = `${event.requestContext.http.method} ${event.routeKey} ${event.rawQueryString}`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body };
};
