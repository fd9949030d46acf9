// rewritten: GET /items/{id}
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const client = new DynamoDBClient({});
const ddb = DynamoDBDocumentClient.from(client);
const tableName = process.env.SAMPLE_TABLE;

export const handler = async (event) => {
  if (event.httpMethod !== 'GET') {
    throw new Error(`only GET is accepted, not ${event.httpMethod}`);
  }
  console.info('received:', event);
  const id = event.pathParameters.id;
  let item;
  try {
    const data = await ddb.send(new GetCommand({ TableName: tableName, Key: { id } }));
    item = data.Item;
  } catch (err) {
    console.log('Error', err);
  }
  const response = {
    statusCode: item ? 200 : 404,
    body: JSON.stringify(item ?? { message: 'not found' }),
  };
  console.info(`response: ${response.statusCode}`);
  return response;
};
