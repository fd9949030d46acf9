exports.handler = async (event) => {
  const kind = 'version' in event ? 'http' : 'rest';
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: kind };
};
