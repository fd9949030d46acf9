// rewritten: POST /payments
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import jsonBodyParser from '@middy/http-json-body-parser';

const pay = async (event) => {
  const { id, quantity } = event.body;
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ paid: id, quantity, method: event.httpMethod }),
  };
};

export const handler = middy(pay).use(jsonBodyParser()).use(httpErrorHandler());
