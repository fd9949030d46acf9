// rewritten: POST /items
const AWS = require('aws-sdk');

const db = new AWS.DynamoDB.DocumentClient();

exports.handler = (event) => {
  const item = JSON.parse(event.body);
  return db
    .put({ TableName: 'items', Item: item })
    .promise()
    .then(() => ({ statusCode: 201, body: JSON.stringify(item) }))
    .catch((error) => ({ statusCode: 500, body: JSON.stringify({ message: error.message }) }));
};
