// rewritten: POST /hooks/code
import { createHmac, timingSafeEqual } from 'node:crypto';

const secret = process.env.WEBHOOK_SECRET ?? 'hush';

function isValid(payload, signature) {
  const wanted = Buffer.from(`sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`);
  const given = Buffer.from(signature ?? '');
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

export const handler = async (event) => {
  if (!isValid(event.body ?? '', event.headers['X-Hub-Signature-256'])) {
    return { statusCode: 401, body: 'bad signature' };
  }
  const kind = event.headers['X-GitHub-Event'];
  return { statusCode: 200, body: JSON.stringify({ kind, action: JSON.parse(event.body).action }) };
};
