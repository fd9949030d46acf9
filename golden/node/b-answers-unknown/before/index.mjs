import { make } from 'shop-answers';
export const handler = async (event) => {
  if (event.headers.accept) return make(event.headers.accept);
  if (event.headers.origin) console.log('from', event.headers.origin);
};
