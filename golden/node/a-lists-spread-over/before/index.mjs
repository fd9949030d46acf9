// Lists that hold unless others are spread over them are not written elsewhere.
export const handler = async (event) => ({
  statusCode: 200,
  headers: { "Content-Type": "text/plain" },
  multiValueHeaders: { "X-Tag": ["a", "b"] },
  body: "",
  ...(event.pathParameters.id && { multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] } }),
});
