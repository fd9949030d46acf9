const named = (name = 'nobody') => name;

export const handler = async (event) => {
  const { identityId = 'nobody' } = event.requestContext.authorizer.iam.cognitoIdentity ?? {};
  const pool = event.requestContext.authorizer.iam.cognitoIdentity?.identityPoolId;
  const text = `${identityId} ${named(pool)}`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: text };
};
