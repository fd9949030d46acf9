class Shop {
  async answer(event) {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: this.method(event) };
  }
  method(event) {
    return event.requestContext.http.method;
  }
}
const shop = new Shop();
export const handler = async (event) => shop.answer(event);
