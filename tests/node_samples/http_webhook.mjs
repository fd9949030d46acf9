// rewritten: POST /hooks; 2.0 > rest
import { createHmac } from 'node:crypto';

export const handler = async (event) => {
  const body = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body ?? '';
  const mac = createHmac('sha256', 'hush').update(body).digest('hex');
  const ok = event.headers['x-signature'] === mac;
  return { statusCode: ok ? 200 : 401, headers: { 'content-type': 'text/plain' }, body: ok ? 'ok' : 'bad signature' };
};
