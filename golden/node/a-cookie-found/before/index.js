exports.handler = async (event) => {
  const known = event.headers.cookie;
  return { statusCode: known ? 200 : 401, headers: { 'Content-Type': 'text/plain' }, body: 'x' };
};
