class Base {
  run(event) {
    return this.answer(event);
  }

  answer() {
    return { statusCode: 404, headers: { 'Content-Type': 'text/plain' }, body: 'none' };
  }
}

class Get extends Base {
  answer(event) {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.requestContext.http.method };
  }
}

export const handler = async (event) => new Get().run(event);
