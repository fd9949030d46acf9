exports.handler = async (event) => {
  if (event.version === '2.0') {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.rawPath };
  }
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.httpMethod };
};
