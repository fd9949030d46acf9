const plain = (response) => ({ ...response, headers: { 'Content-Type': 'text/plain' } });

export const handler = async (event) =>
  event.queryStringParameters ? plain({ statusCode: '200', body: 'x' }) : plain({ statusCode: process.env.STATUS, body: '' });
