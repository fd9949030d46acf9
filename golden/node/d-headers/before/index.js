exports.handler = async (event) => {
  const { authorization } = event.headers;
  console.log(JSON.stringify(event.headers));
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${authorization} ${event.headers['x-user']}` };
};
