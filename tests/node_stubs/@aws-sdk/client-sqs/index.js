exports.SQSClient = class SQSClient {
  async send() {
    return { MessageId: 'm-1' };
  }
};
exports.SendMessageCommand = class SendMessageCommand {};
