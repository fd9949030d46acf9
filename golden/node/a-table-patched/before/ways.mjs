const patch = (table) => {
  table.read = (event) => ({ statusCode: 403, body: event.requestContext.stage });
};

export const ways = {
  read: (event) => ({ statusCode: 200, headers: { "Content-Type": "text/plain" }, body: event.httpMethod }),
};
patch(ways);
