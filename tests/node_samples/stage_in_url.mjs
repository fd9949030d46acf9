// flagged: POST /files
export const handler = async (event) => {
  const { domainName, stage } = event.requestContext;
  const { id } = JSON.parse(event.body);
  const location = `https://${domainName}/${stage}/files/${id}`;
  return { statusCode: 201, headers: { Location: location }, body: JSON.stringify({ location }) };
};
