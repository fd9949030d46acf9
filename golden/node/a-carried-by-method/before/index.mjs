export const handler = async (event) => {
  const call = { event, method() { return this.event.httpMethod; } };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: call.method() };
};
