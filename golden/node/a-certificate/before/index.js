exports.handler = async (event) => {
  const given = event.requestContext.identity.clientCert;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: given === undefined ? 'none' : 'some' };
};
