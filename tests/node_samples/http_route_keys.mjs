// rewritten: GET /items, PUT /items, GET /items/{id}, DELETE /items/{id}; 2.0 > rest
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';

const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = 'http-items';

export const handler = async (event, context) => {
  let body;
  let statusCode = 200;
  const headers = { 'Content-Type': 'application/json' };
  try {
    switch (event.routeKey) {
      case 'DELETE /items/{id}':
        await dynamo.send(new DeleteCommand({ TableName, Key: { id: event.pathParameters.id } }));
        body = `Deleted item ${event.pathParameters.id}`;
        break;
      case 'GET /items/{id}':
        body = (await dynamo.send(new GetCommand({ TableName, Key: { id: event.pathParameters.id } }))).Item;
        break;
      case 'GET /items':
        body = (await dynamo.send(new ScanCommand({ TableName }))).Items;
        break;
      case 'PUT /items': {
        const item = JSON.parse(event.body);
        await dynamo.send(new PutCommand({ TableName, Item: item }));
        body = `Put item ${item.id}`;
        break;
      }
      default:
        throw new Error(`Unsupported route: "${event.routeKey}"`);
    }
  } catch (err) {
    statusCode = 400;
    body = err.message;
  } finally {
    body = JSON.stringify(body);
  }
  return { statusCode, body, headers };
};
