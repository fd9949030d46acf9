const express = require('express');
const app = express();
app.get('/items', (req, res) => {
  const { event } = req.apiGateway;
  res.json({ method: event.httpMethod, stage: req.requestContext.stage });
});
app.get('/all', (req, res) => res.json(JSON.parse(req.headers['x-apigateway-event'])));
module.exports = { app };
