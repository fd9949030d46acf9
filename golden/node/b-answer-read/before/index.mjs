const shown = (response) => response.body.id;

export const handler = async (event) => {
  const response = { statusCode: 200, body: { id: event.pathParameters.id } };
  response.headers = { etag: shown(response) };
  return response;
};
