function run() {
  return this.event.httpMethod;
}

export const handler = async (event) => {
  const call = { event, run };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: call.run() };
};
