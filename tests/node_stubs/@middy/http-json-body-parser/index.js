module.exports = () => ({
  before({ event }) {
    const kind = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    if (!kind.includes('json')) throw Object.assign(new Error('Unsupported Media Type'), { statusCode: 415, expose: true });
    try {
      event.body = JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body);
    } catch {
      throw Object.assign(new Error('Invalid JSON'), { statusCode: 422, expose: true });
    }
  },
});
