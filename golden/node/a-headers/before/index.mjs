const NAME = 'X-User';
export const handler = async ({ headers, ...rest }) => {
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: headers.Authorization ?? '-' };
};
