const NAMES = Object.freeze({ USER: 'X-User' });
const user = (event) => event.headers[NAMES.USER.toLowerCase()] ?? '-';
exports.handler = async (event) => {
  const copy = { ...event };
  const caller = structuredClone(event.requestContext).http.sourceIp;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: user(copy) + copy.requestContext.http.method + caller };
};
