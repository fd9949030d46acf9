// A table in memory for each client, with one item at first; a command does what it says to it.
class Command {
  constructor(input) {
    this.input = input;
  }
}

exports.GetCommand = class GetCommand extends Command {
  run(rows) {
    return { Item: rows.get(this.input.Key.id) };
  }
};
exports.PutCommand = class PutCommand extends Command {
  run(rows) {
    rows.set(this.input.Item.id, this.input.Item);
    return {};
  }
};
exports.DeleteCommand = class DeleteCommand extends Command {
  run(rows) {
    rows.delete(this.input.Key.id);
    return {};
  }
};
exports.UpdateCommand = class UpdateCommand extends Command {
  run() {
    return { Attributes: { ...this.input.Key, ...this.input.ExpressionAttributeValues } };
  }
};
exports.ScanCommand = class ScanCommand extends Command {
  run(rows) {
    return { Items: [...rows.values()] };
  }
};
exports.QueryCommand = class QueryCommand extends exports.ScanCommand {};

exports.DynamoDBDocumentClient = class DynamoDBDocumentClient {
  static from() {
    return new DynamoDBDocumentClient();
  }

  rows = new Map([['v0', { id: 'v0', name: 'n' }]]);

  async send(command) {
    return command.run(this.rows);
  }
};
