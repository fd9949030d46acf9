// rewritten: PUT /items/{id}
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';

const ddb = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export async function handler(event) {
  const { id } = event.pathParameters;
  const changes = JSON.parse(event.body);
  const fields = Object.keys(changes);
  if (fields.length === 0) {
    return { statusCode: 400, body: JSON.stringify({ message: 'nothing to update' }) };
  }
  const command = new UpdateCommand({
    TableName: 'items',
    Key: { id },
    UpdateExpression: `SET ${fields.map((field) => `#${field} = :${field}`).join(', ')}`,
    ExpressionAttributeValues: Object.fromEntries(fields.map((field) => [`:${field}`, changes[field]])),
  });
  const { Attributes } = await ddb.send(command);
  return { statusCode: 200, body: JSON.stringify(Attributes ?? { id }) };
}
