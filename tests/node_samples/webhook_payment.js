// rewritten: POST /hooks/payment
const crypto = require('crypto');
const AWS = require('aws-sdk');

const sqs = new AWS.SQS();

exports.handler = async (event) => {
  const header = event.headers['Stripe-Signature'] || '';
  const parts = Object.fromEntries(header.split(',').map((part) => part.split('=')));
  const expected = crypto.createHmac('sha256', 'whsec').update(`${parts.t}.${event.body}`).digest('hex');
  if (expected !== parts.v1) {
    return { statusCode: 400, body: JSON.stringify({ error: 'signature' }) };
  }
  await sqs.sendMessage({ QueueUrl: process.env.QUEUE_URL, MessageBody: event.body }).promise();
  return { statusCode: 200, body: JSON.stringify({ received: true }) };
};
