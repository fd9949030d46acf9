exports.handler = async ({ headers, requestContext: { http: { method: httpMethod } } }) => {
  const accepted = headers.Accept || headers.accept;
  const status = headers.authorization === 'k' ? 200 : 403;
  return { statusCode: status, headers: { 'content-type': 'text/plain' }, body: `${httpMethod} ${accepted}` };
};
