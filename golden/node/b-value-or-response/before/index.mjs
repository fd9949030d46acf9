// A value that the function reads itself stays what it is, where another way ends with a response.
const found = (event) => {
  const item = { price: 1 };
  if (event.queryStringParameters?.free) return { statusCode: 404, headers: { "Content-Type": "text/plain" }, body: "" };
  if (item.price > 5) return { statusCode: 402, headers: { "Content-Type": "text/plain" }, body: "" };
  return item;
};

export const handler = async (event) => found(event);
