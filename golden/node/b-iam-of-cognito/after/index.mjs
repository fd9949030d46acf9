const named = (name = 'nobody') => name;

export const handler = async (event) => {
  const identityId = (event.requestContext.identity.cognitoIdentityId ?? 'nobody');
  const pool = event.requestContext.identity?.cognitoIdentityPoolId ?? undefined;
  const text = `${identityId} ${named(pool)}`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: text };
};
