exports.handler = async ({ multiValueQueryStringParameters, queryStringParameters: query }) => {
  const names = multiValueQueryStringParameters ? multiValueQueryStringParameters.name : ['-'];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${names} ${query ? query.q : ''}` };
};
