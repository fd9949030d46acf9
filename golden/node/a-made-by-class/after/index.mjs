class Failure {
  constructor(statusCode, message) {
    this.statusCode = statusCode;
    this.headers = { 'Content-Type': 'text/plain' };
    this.body = message;
  }
}

class Answer {
  status(code) {
    this.code = code;
    return this;
  }

  send(data) {
    return { statusCode: this.code ?? 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(data) };
  }
}

export const handler = async (event) => {
  if (!event.queryStringParameters) return new Failure(400, 'no query');
  return new Answer().status(201).send({ id: event.pathParameters.id });
};
