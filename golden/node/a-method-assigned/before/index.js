const text = (body) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body });
class Api {
  constructor(answer) {
    this.run = this.run.bind(this);
    this.answer = answer;
  }
  run(event) {
    return this.answer(event);
  }
  answer() {
    return text('none');
  }
}
const api = new Api((event) => text(event.headers['X-User']));
exports.handler = async (event) => api.run(event);
