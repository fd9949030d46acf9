exports.handler = async (event) => {
  const isNew = event.version === '2.0';
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: isNew ? 'new' : 'old' };
};
