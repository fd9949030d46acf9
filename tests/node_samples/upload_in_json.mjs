// rewritten: POST /avatars
import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

export const handler = async (event) => {
  try {
    const { id, image } = JSON.parse(event.body);
    const picture = Buffer.from(image, 'base64');
    await s3.send(new PutObjectCommand({ Bucket: 'avatars', Key: `${id}.png`, Body: picture }));
    return { statusCode: 201, body: JSON.stringify({ id, size: picture.length }) };
  } catch (error) {
    return { statusCode: 400, body: JSON.stringify({ error: error.name }) };
  }
};
