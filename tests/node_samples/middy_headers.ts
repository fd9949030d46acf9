// rewritten: GET /offers
import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const offers = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const user = event.headers['x-user'] ?? 'nobody';
  return { statusCode: 200, body: JSON.stringify({ user, ip: event.requestContext.identity.sourceIp }) };
};

export const handler = middy(offers).use(httpHeaderNormalizer());
