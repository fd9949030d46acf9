function first() {
  return arguments[0].httpMethod;
}

function carried(call) {
  return arguments[0].event.httpMethod;
}

export const handler = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: first(event) + carried({ event }) });
