// rewritten: POST /contact
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';

const ses = new SESClient({});

export const handler = async (event) => {
  const form = new URLSearchParams(event.body ?? '');
  const name = form.get('name');
  if (!name) {
    return { statusCode: 422, headers: { 'Content-Type': 'text/plain' }, body: 'name is missing' };
  }
  await ses.send(new SendEmailCommand({ Source: 'a@example.com', Message: { Body: { Text: { Data: name } } } }));
  return { statusCode: 303, headers: { Location: `/thanks?name=${encodeURIComponent(name)}` } };
};
