import { APIGatewayProxyEventV2 } from 'aws-lambda';

export const handler = async (event: APIGatewayProxyEventV2) => {
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: event?.requestContext.http.method };
};
