exports.S3Client = class S3Client {
  async send() {
    return { MessageId: 'm-1' };
  }
};
exports.PutObjectCommand = class PutObjectCommand {};
