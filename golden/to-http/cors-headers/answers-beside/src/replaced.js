const ok = (body) => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body });

exports.handler = async (event) => (event.body ? ok('') : { ...ok(''), headers: { 'X-Empty': '1' } });
