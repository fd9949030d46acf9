const answer = async () => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'a' });

function sign(response) {
  response.multiValueHeaders = { 'Set-Cookie': ['a=1', 'b=2'] };
}

export const handler = async (event) => {
  if (event.httpMethod === 'POST') {
    const response = await answer();
    sign.call(null, response);
    return response;
  }
  return answer().then((response) => {
    response.multiValueHeaders = { 'Set-Cookie': ['c=1'] };
    return response;
  });
};
