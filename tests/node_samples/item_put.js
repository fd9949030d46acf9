// rewritten: POST /items
'use strict';

const AWS = require('aws-sdk');

const docClient = new AWS.DynamoDB.DocumentClient();

exports.handler = async (event) => {
  const { body, httpMethod, path } = event;
  if (httpMethod !== 'POST') {
    throw new Error(`postMethod only accepts POST method, you tried: ${httpMethod} method.`);
  }
  const { id, name } = JSON.parse(body);
  await docClient.put({ TableName: 'items', Item: { id, name } }).promise();
  console.log(`response from: ${path}`);
  return { statusCode: 200, body };
};
