exports.handler = async (event) => {
  const http = event;
  const line = [http.httpMethod, http.path, http.requestContext.identity.sourceIp, event.requestContext.identity.userAgent, event.path];
  const { requestContext: { requestTime: time } } = event, { httpMethod: method, requestContext: { protocol } } = event, rawQueryString = _query(event);
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [...line, method, protocol, time, rawQueryString].join('|') };
};

function _query(event) {
  const lists = Object.entries(event.multiValueQueryStringParameters ?? {});
  return new URLSearchParams(lists.flatMap(([name, values]) => values.map((value) => [name, value]))).toString();
}
