const NAMES = Object.freeze({ USER: 'X-User' });
const user = (event) => event.headers[NAMES.USER] ?? '-';
exports.handler = async (event) => {
  const copy = { ...event };
  const caller = structuredClone(event.requestContext).identity.sourceIp;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: user(copy) + copy.httpMethod + caller };
};
