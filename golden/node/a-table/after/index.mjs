import { list } from './list.mjs';
const text = (body) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body });
const add = async (event) => text(event.requestContext.http.method);
const ROUTES = { 'GET /items': list };
export const handler = async (event) => {
  const route = ROUTES[`${event.requestContext.http.method} ${event.routeKey.split(' ').pop()}`] ?? add;
  return route(event);
};
