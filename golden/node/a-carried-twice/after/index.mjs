const same = (one, other) => one.event.requestContext.http.method === other.event.requestContext.http.method;

export const handler = async (event) => {
  const call = { event };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: String(same(call, call)) };
};
