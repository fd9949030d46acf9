exports.handler = async (event) => {
  const { identity } = event.requestContext;
  const user = identity.userArn;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${identity.sourceIp} ${user} ${identity.caller}` };
};
