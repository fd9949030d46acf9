class Answer {
  constructor() {
    this.statusCode = 200;
    this.headers = {};
    this.body = 'a';
  }

  plain() {
    this.headers['content-type'] = 'text/plain';
  }
}

export const handler = async () => {
  const answer = new Answer();
  answer.plain();
  return answer;
};
