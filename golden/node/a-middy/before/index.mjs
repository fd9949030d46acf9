import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import cors from '@middy/http-cors';
const base = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${event.httpMethod} ${event.body.name} ${event.headers.authorization}` });
export const handler = middy(base).use(httpHeaderNormalizer()).use([httpJsonBodyParser()]).use(cors());
