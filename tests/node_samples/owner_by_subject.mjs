// rewritten: GET /todos claims, POST /todos claims
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';

const ddb = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const ownerOf = (event) => event.requestContext.authorizer.claims.sub;

export const handler = async (event) => {
  const owner = ownerOf(event);
  if (event.httpMethod === 'GET') {
    const { Items } = await ddb.send(
      new QueryCommand({ TableName: 'todos', KeyConditionExpression: 'o = :o', ExpressionAttributeValues: { ':o': owner } }),
    );
    return { statusCode: 200, body: JSON.stringify(Items) };
  }
  const todo = { ...JSON.parse(event.body), owner };
  await ddb.send(new PutCommand({ TableName: 'todos', Item: todo }));
  return { statusCode: 201, body: JSON.stringify(todo) };
};
