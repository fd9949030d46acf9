exports.handler = async (event) => {
  const known = event.cookies?.join('; ');
  return { statusCode: known ? 200 : 401, headers: { 'Content-Type': 'text/plain' }, body: 'x' };
};
