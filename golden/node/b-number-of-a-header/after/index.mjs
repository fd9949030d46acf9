// A header that is a number is sent as JavaScript writes it.
export const handler = async (event) => ({
  statusCode: 200,
  headers: { "Content-Type": "text/plain", "X-Pages": "5", "X-Size": String(0x10), "X-Share": String(1.50) },
  body: "",
});
