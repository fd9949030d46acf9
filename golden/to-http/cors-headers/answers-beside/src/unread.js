const { wrap } = require('some-framework');

exports.handler = wrap(async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: '' }));
