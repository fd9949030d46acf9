const serverless = require('serverless-http');
const { app } = require('./app');
exports.handler = serverless(app, { request: (req, event) => { req.ip = event.requestContext.identity.sourceIp; } });
