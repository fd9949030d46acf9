// unchanged: DELETE /items/{id}
const AWS = require('aws-sdk');

const db = new AWS.DynamoDB.DocumentClient({ region: process.env.AWS_REGION });

module.exports.handler = async (event) => {
  const params = { TableName: process.env.TABLE, Key: { id: event.pathParameters.id } };
  try {
    await db.delete(params).promise();
    return { statusCode: 204 };
  } catch (error) {
    console.error(error);
    return { statusCode: 500, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ error: 'failed' }) };
  }
};
