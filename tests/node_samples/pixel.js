// unchanged: GET /pixel; differs handler-binary
const PIXEL = 'R0lGODlhAQABAAAAACw=';

exports.handler = async () => ({
  statusCode: 200,
  headers: { 'Content-Type': 'image/gif', 'Cache-Control': 'no-store' },
  body: PIXEL,
  isBase64Encoded: true,
});
