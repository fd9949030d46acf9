const { count } = require('./counted');

const stamp = (headers) => {
  headers['X-Stamp'] = _text(Number('7'));
};

exports.handler = async (event) => {
  if (event.path === '/none') return { statusCode: 200, headers: _texts(count()), body: 'none' };
  const headers = { 'Content-Type': 'text/plain', 'X-Stage': process.env.STAGE };
  headers['X-Pages'] = '3';
  Object.assign(headers, { 'X-Left': '4' });
  stamp(headers);
  const response = { statusCode: 200, headers, body: 'x' };
  response.headers['X-Last'] = String([1, 2].length);
  return response;
};

function _text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
}

function _texts(headers) {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, _text(value)]));
}
