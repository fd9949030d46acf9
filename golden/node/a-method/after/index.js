// event.httpMethod in a comment stays
exports.handler = async (event) => {
  const m = event['requestContext']['http']['method'];
  const ip = event?.requestContext?.http?.sourceIp;
  const { timeEpoch: requestTimeEpoch, time: when, http: { protocol } } = event.requestContext;
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: `${m} ${event.rawPath} ${event.routeKey.split(' ').pop()} ${ip} ${typeof requestTimeEpoch} ${when} ${protocol}`,
  };
};
