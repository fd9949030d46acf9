// rewritten: GET /agent; rest > 1.0
import { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const language = event.headers['Accept-Language'] || 'en';
  return { statusCode: 200, body: JSON.stringify({ language, stage: 'any' }) };
}
