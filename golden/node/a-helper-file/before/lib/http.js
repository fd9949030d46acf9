export const user = (call) => call.headers['X-User'] ?? 'nobody';
export function methodOf({ httpMethod }) {
  return httpMethod;
}
