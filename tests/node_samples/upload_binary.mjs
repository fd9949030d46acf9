// rewritten: PUT /documents/{name}
import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

export const handler = async (event) => {
  const content = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const Key = decodeURIComponent(event.pathParameters.name);
  await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key, Body: content }));
  return { statusCode: 200, body: JSON.stringify({ key: Key, size: content.length }) };
};
