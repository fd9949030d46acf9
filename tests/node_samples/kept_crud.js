// unchanged: GET /items/{id}, DELETE /items/{id}; rest > 1.0
const AWS = require('aws-sdk');

const table = new AWS.DynamoDB.DocumentClient();

exports.handler = async (event) => {
  const Key = { id: event.pathParameters.id };
  if (event.httpMethod === 'DELETE') {
    await table.delete({ TableName: 'items', Key }).promise();
    return { statusCode: 204 };
  }
  const { Item } = await table.get({ TableName: 'items', Key }).promise();
  return { statusCode: Item ? 200 : 404, body: JSON.stringify(Item || null) };
};
