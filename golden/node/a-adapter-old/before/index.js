const express = require('aws-serverless-express');
const server = express.createServer(require('./app'));
exports.handler = (event, context) => { express.proxy(server, event, context); };
