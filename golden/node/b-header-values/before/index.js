const { count } = require('./counted');

const stamp = (headers) => {
  headers['X-Stamp'] = Number('7');
};

exports.handler = async (event) => {
  if (event.rawPath === '/none') return { statusCode: 200, headers: count(), body: 'none' };
  const headers = { 'Content-Type': 'text/plain', 'X-Stage': process.env.STAGE };
  headers['X-Pages'] = 3;
  Object.assign(headers, { 'X-Left': 4 });
  stamp(headers);
  const response = { statusCode: 200, headers, body: 'x' };
  response.headers['X-Last'] = [1, 2].length;
  return response;
};
