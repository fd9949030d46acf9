exports.handler = async (event) => {
  if (event.httpMethod === "GET") {
    const headers = { "Content-Type": "text/plain" };
    return { statusCode: 200, headers: { ...headers, "Access-Control-Allow-Origin": "https://notes.example.org" }, body: "ok" };
  }
  return { statusCode: 405, headers: { "access-control-allow-origin": "https://notes.example.org" } };
};
