// unchanged: ANY /{proxy+}
const express = require('express');
const serverless = require('serverless-http');

const app = express();
app.use(express.json());
app.get('/users', (request, response) => response.json([]));
app.post('/users', (request, response) => response.status(201).json(request.body));

module.exports.handler = serverless(app);
