const same = (one, other) => one.event.httpMethod === other.event.httpMethod;

export const handler = async (event) => {
  const call = { event };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: String(same(call, call)) };
};
