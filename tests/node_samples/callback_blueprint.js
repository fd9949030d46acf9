// rewritten: ANY /things
'use strict';

const AWS = require('aws-sdk');

const dynamo = new AWS.DynamoDB.DocumentClient();

exports.handler = (event, context, callback) => {
  const done = (err, res) => callback(null, {
    statusCode: err ? '400' : '200',
    body: err ? err.message : JSON.stringify(res),
    headers: { 'Content-Type': 'application/json' },
  });

  switch (event.httpMethod) {
    case 'GET':
      dynamo.scan({ TableName: 'things' }, done);
      break;
    case 'POST':
      dynamo.put({ TableName: 'things', Item: JSON.parse(event.body) }, done);
      break;
    default:
      done(new Error(`Unsupported method "${event.httpMethod}"`));
  }
};
