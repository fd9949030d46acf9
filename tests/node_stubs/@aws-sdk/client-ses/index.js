exports.SESClient = class SESClient {
  async send() {
    return { MessageId: 'm-1' };
  }
};
exports.SendEmailCommand = class SendEmailCommand {};
