import sharp from 'sharp';
import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
const s3 = new S3Client({ region: 'ap-northeast-2' });
const parse = (query) => Object.fromEntries(new URLSearchParams(query));
export const handler = async (event, context) => {
  const { request, response } = event.Records[0].cf;
  const { w, h, f } = parse(request.querystring);
  if (!(w || h)) return response;
  let object;
  try {
    object = await s3.send(new GetObjectCommand({ Bucket: 'pictures', Key: decodeURI(request.uri).substring(1) }));
  } catch (error) {
    response.status = 404;
    response.statusDescription = 'Not Found';
    return response;
  }
  const image = sharp(object.Body).resize(parseInt(w, 10) || null, parseInt(h, 10) || null);
  const buffer = await image.toFormat(f || 'jpeg').toBuffer();
  if (buffer.byteLength >= 1048576) return response;
  response.status = 200;
  response.body = buffer.toString('base64');
  response.bodyEncoding = 'base64';
  response.headers['content-type'] = [{ key: 'Content-Type', value: `image/${f}` }];
  if (!response.headers['cache-control']) {
    response.headers['cache-control'] = [{ key: 'Cache-Control', value: 'public, max-age=86400' }];
  }
  return response;
};
