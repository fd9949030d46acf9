// unchanged: GET /items/{id}; 2.0 > rest
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const ddb = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = async (event) => {
  const { Item } = await ddb.send(new GetCommand({ TableName: 'items', Key: { id: event.pathParameters.id } }));
  return {
    statusCode: Item ? 200 : 404,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(Item ?? { message: 'not found' }),
  };
};
