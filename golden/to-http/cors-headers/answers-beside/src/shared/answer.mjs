export default (status, body) => {
  const response = { headers: { 'Access-Control-Allow-Origin': '*' }, body };
  response.statusCode = status;
  return response;
};
