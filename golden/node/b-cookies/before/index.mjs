export const handler = async ({ cookies = [] }) => {
  const seen = cookies.find((each) => each.startsWith('a='));
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, cookies: ['b=1; Secure'], body: seen ?? '-' };
};
