import { type APIGatewayProxyEventV2WithLambdaAuthorizer, type APIGatewayProxyStructuredResultV2, type APIGatewayProxyResultV2 } from 'aws-lambda';

const ok = (body: string): APIGatewayProxyStructuredResultV2 => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body });
const filled = (query: Record<string, string | undefined> | null): string => query?.q ?? 'none';

export const handler = async (event: APIGatewayProxyEventV2WithLambdaAuthorizer<any>): Promise<APIGatewayProxyResultV2> => {
  const answer = ok(`${event.requestContext.authorizer?.lambda?.tenantId} ${filled(event.queryStringParameters ?? null)}`);
  answer.headers = { ...answer.headers, 'X-Method': event.requestContext.http.method };
  return answer;
};
