export const handler = async (event) => {
  const { iam } = event.requestContext.authorizer;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${iam.userArn} ${iam.callerId} ${event.requestContext.http.sourceIp}` };
};
