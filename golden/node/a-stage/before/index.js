const TABLES = { prod: 'a', dev: 'b' };
const url = (stage) => `https://example.com/${stage}`;
exports.handler = async ({ requestContext: { stage, domainName } }) => {
  console.log(stage);
  if (TABLES[stage] || stage === 'prod') return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: url(stage) };
  return { statusCode: 404, headers: { 'Content-Type': 'text/plain' }, body: domainName };
};
