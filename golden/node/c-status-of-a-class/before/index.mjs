class Answer {
  constructor(body, status) {
    this.body = body;
    if (status) this.statusCode = status;
  }
}

export const handler = async (event) => new Answer(event.httpMethod, 0);
