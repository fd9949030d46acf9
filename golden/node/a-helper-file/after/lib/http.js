export const user = (call) => call.headers['x-user'] ?? 'nobody';
export function methodOf({ requestContext: { http: { method: httpMethod } } }) {
  return httpMethod;
}
