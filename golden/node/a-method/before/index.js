// event.httpMethod in a comment stays
exports.handler = async (event) => {
  const m = event['httpMethod'];
  const ip = event?.requestContext?.identity?.sourceIp;
  const { requestTimeEpoch, requestTime: when, protocol } = event.requestContext;
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: `${m} ${event.path} ${event.resource} ${ip} ${typeof requestTimeEpoch} ${when} ${protocol}`,
  };
};
