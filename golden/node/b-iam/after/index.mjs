export const handler = async (event) => {
  const iam = event.requestContext.identity;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${iam.userArn} ${iam.caller} ${event.requestContext.identity.sourceIp}` };
};
