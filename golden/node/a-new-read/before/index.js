exports.handler = async (event) => {
  const path = event.rawPath ?? '/none';
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: path };
};
