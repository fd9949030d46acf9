// rewritten: GET /items
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';

const ddb = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = async (event) => {
  if (event.httpMethod !== 'GET') {
    throw new Error(`getAllItems only accepts GET, you tried: ${event.httpMethod}`);
  }
  const { limit = '25', cursor } = event.queryStringParameters || {};
  const size = Number.parseInt(limit, 10);
  if (Number.isNaN(size)) {
    return { statusCode: 400, body: JSON.stringify({ message: 'limit is no number' }) };
  }
  const start = cursor ? { id: cursor } : undefined;
  const data = await ddb.send(new ScanCommand({ TableName: 'items', Limit: size, ExclusiveStartKey: start }));
  return { statusCode: 200, body: JSON.stringify({ items: data.Items, size }) };
};
