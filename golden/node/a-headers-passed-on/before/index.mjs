import { verify } from 'shop-tokens';
export const handler = async (event) => {
  verify(event.headers);
  for (const key of Object.keys(event.headers)) console.log(key);
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: Object.keys(event.headers).join() };
};
