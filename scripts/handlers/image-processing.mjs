import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import Sharp from 'sharp'

const s3 = new S3Client()
const { originalImageBucketName, transformedImageBucketName, transformedImageCacheTTL, maxImageSize } = process.env

// Behind a function URL: here `statusCode` and plain headers are right.
export const handler = async (event) => {
  if (event.requestContext.http.method !== 'GET') {
    return { statusCode: 400, body: 'Only GET method is supported' }
  }
  const parts = event.requestContext.http.path.split('/')
  const operations = Object.fromEntries(parts.pop().split(',').map((part) => part.split('=')))
  parts.shift()
  const key = parts.join('/')
  const original = await s3.send(new GetObjectCommand({ Bucket: originalImageBucketName, Key: key }))
  const image = Sharp(await original.Body.transformToByteArray())
  const body = await image.resize(Number(operations.width)).toFormat(operations.format || 'jpeg').toBuffer()
  await s3.send(new PutObjectCommand({
    Body: body, Bucket: transformedImageBucketName, Key: `${key}/width=${operations.width}`,
    CacheControl: transformedImageCacheTTL,
  }))
  if (body.length > Number(maxImageSize)) {
    return { statusCode: 302, headers: { Location: `/${key}` } }
  }
  return {
    statusCode: 200, body: body.toString('base64'), isBase64Encoded: true,
    headers: { 'Content-Type': 'image/jpeg', 'Cache-Control': transformedImageCacheTTL },
  }
}
