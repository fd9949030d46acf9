// rewritten: POST /events
import { Logger } from '@aws-lambda-powertools/logger';
import { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

const logger = new Logger({ serviceName: 'events' });

export const handler = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
  logger.addContext(context);
  logger.info('request', { method: event.httpMethod, path: event.path });
  const body = JSON.parse(event.body || '{}');
  return { statusCode: 200, body: JSON.stringify({ id: body.id }) };
};
