import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, APIGatewayProxyResultV2 } from 'aws-lambda';

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const answer: APIGatewayProxyResultV2 = { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.rawPath };
  return answer;
};
