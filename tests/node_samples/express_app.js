// flagged: ANY /{proxy+}
const express = require('express');
const awsServerlessExpress = require('aws-serverless-express');

const app = express();
app.get('/users', (request, response) => response.json([]));

const server = awsServerlessExpress.createServer(app);

exports.handler = (event, context) => awsServerlessExpress.proxy(server, event, context);
