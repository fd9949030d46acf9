exports.handler = async (event) => {
  event.body = JSON.parse(event.body);
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.body.name ?? '-' };
};
