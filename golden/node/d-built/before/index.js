var n=e=>e;n(n({},"__esModule",{value:!0}));
exports.handler = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.headers.authorization });
