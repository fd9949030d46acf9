const answer = async () => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'a' });

function sign(response) {
  response.cookies = ['a=1', 'b=2'];
}

export const handler = async (event) => {
  if (event.requestContext.http.method === 'POST') {
    const response = await answer();
    sign.call(null, response);
    return response;
  }
  return answer().then((response) => {
    response.cookies = ['c=1'];
    return response;
  });
};
