// A table in memory for each client, with one item at first, by callback or by promise.
class DocumentClient {
  rows = new Map([['v0', { id: 'v0', name: 'n' }]]);

  answer(value, callback) {
    if (callback) callback(null, value);
    return { promise: async () => value };
  }

  get({ Key }, callback) {
    return this.answer({ Item: this.rows.get(Key.id) }, callback);
  }

  put({ Item }, callback) {
    this.rows.set(Item.id, Item);
    return this.answer({}, callback);
  }

  delete({ Key }, callback) {
    this.rows.delete(Key.id);
    return this.answer({}, callback);
  }

  scan(_, callback) {
    return this.answer({ Items: [...this.rows.values()] }, callback);
  }
}

exports.DynamoDB = { DocumentClient };
exports.SQS = class SQS {
  sendMessage() {
    return { promise: async () => ({ MessageId: 'm-1' }) };
  }
};
