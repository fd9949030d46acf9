// rewritten: PATCH /devices/{id}
import { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

interface ParsedRequest {
  method: string;
  id?: string;
  query: Record<string, string | undefined>;
  body: Record<string, unknown>;
}

function parseRequest(event: APIGatewayProxyEvent): ParsedRequest {
  return {
    method: event.httpMethod,
    id: event.pathParameters?.id,
    query: event.queryStringParameters ?? {},
    body: event.body ? JSON.parse(event.body) : {},
  };
}

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const request = parseRequest(event);
  return { statusCode: 200, body: JSON.stringify({ id: request.id, q: request.query.q, ...request.body }) };
};
