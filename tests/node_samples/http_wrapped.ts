// rewritten: POST /members; 2.0 > rest
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { wrap } from './wrap';

export const handler = wrap(async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const member = JSON.parse(event.body ?? '{}');
  return {
    statusCode: 201,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: member.name, agent: event.requestContext.http.userAgent }),
  };
});
