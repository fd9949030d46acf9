// rewritten: POST /messages
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';

const sqs = new SQSClient({});
const forward = (body) => sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: body }));

export const handler = async (event) => {
  if (event.Records) {
    await Promise.all(event.Records.map((record) => forward(record.body)));
    return { batchItemFailures: [] };
  }
  await forward(event.body);
  return { statusCode: 202, headers: { 'Content-Type': 'application/json' }, body: '{"queued":true}' };
};
