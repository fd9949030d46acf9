const compose = (...wrappers) => (inner) => wrappers.reduceRight((current, wrapper) => wrapper(current), inner);
const known = (fn) => async (event) => {
  if (event.headers['x-user']) return fn.call(undefined, event);
  return { statusCode: 401, headers: { 'Content-Type': 'text/plain' }, body: 'no' };
};
const json = (fn) => async (event) => {
  const data = await fn(event);
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(data) };
};

export const handler = compose(known, json)(async (event) => ({ method: event.requestContext.http.method }));
