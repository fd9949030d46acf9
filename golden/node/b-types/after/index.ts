import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const answer: APIGatewayProxyResult = { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.path };
  return answer;
};
