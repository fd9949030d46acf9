// rewritten: GET /upload-url
import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const s3 = new S3Client({ region: process.env.AWS_REGION });

const getUploadURL = async (event) => {
  const Key = `${event.queryStringParameters?.name ?? 'file'}.jpg`;
  const command = new PutObjectCommand({ Bucket: 'uploads', Key, ContentType: 'image/jpeg' });
  const uploadURL = await getSignedUrl(s3, command, { expiresIn: 300 });
  return JSON.stringify({ uploadURL, Key });
};

export const handler = async (event) => ({ statusCode: 200, body: await getUploadURL(event) });
