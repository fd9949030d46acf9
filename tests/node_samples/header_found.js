// rewritten: GET /beta/users
function header(event, wanted) {
  const name = Object.keys(event.headers).find((key) => key.toLowerCase() === wanted.toLowerCase());
  return name ? event.headers[name] : undefined;
}

exports.handler = async (event) => ({
  statusCode: 200,
  body: JSON.stringify({ user: header(event, 'X-User') || 'nobody' }),
});
