import { list } from './list.mjs';
const text = (body) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body });
const add = async (event) => text(event.httpMethod);
const ROUTES = { 'GET /items': list };
export const handler = async (event) => {
  const route = ROUTES[`${event.httpMethod} ${event.resource}`] ?? add;
  return route(event);
};
