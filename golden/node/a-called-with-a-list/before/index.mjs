const own = [null, 1];

function run(number, request) {
  return request.httpMethod;
}

export const handler = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: run.call(...own, event) });
