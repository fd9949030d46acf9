exports.handler = async (event) => {
  const { stage, authorizer, path, resourceId } = event.requestContext;
  if (stage === 'prod' || authorizer.claims['cognito:groups'] === 'admins') return { statusCode: 403, headers: { 'Content-Type': 'text/plain' }, body: path };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${event.version} ${resourceId}` };
};
