import { type APIGatewayProxyEvent, type APIGatewayProxyResult } from 'aws-lambda';

const ok = (body: string): APIGatewayProxyResult => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body });
const filled = (query: Record<string, string | undefined> | null): string => query?.q ?? 'none';

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const answer = ok(`${event.requestContext.authorizer?.tenantId} ${filled(event.queryStringParameters)}`);
  answer.headers = { ...answer.headers, 'X-Method': event.httpMethod };
  return answer;
};
