// Headers that are chosen by their names are not headers with other names.
export const handler = async (event) => {
  event.headers = Object.fromEntries(Object.entries(event.headers).filter(([name]) => [name.toLowerCase()]));
  return { statusCode: 200, headers: { "Content-Type": "text/plain" }, body: event.headers.authorization };
};
