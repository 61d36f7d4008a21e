'use strict'

const AWS = require('aws-sdk')
const Sharp = require('sharp')
const S3 = new AWS.S3({ signatureVersion: 'v4' })

const BUCKET = 'image-resize-bucket'

exports.handler = (event, context, callback) => {
  const { request, response } = event.Records[0].cf
  console.log('Response status code :%s', response.status)
  // The image is not there in this size: make it of the original.
  if (response.status == 404 || response.status == 403) {
    const key = request.uri.substring(1)
    const [, prefix, width, height, extension, imageName] = key.match(/(.*)\/(\d+)x(\d+)\/(.*)\/(.*)/)
    const format = extension === 'jpg' ? 'jpeg' : extension
    S3.getObject({ Bucket: BUCKET, Key: `${prefix}/${imageName}` }).promise()
      .then((data) => Sharp(data.Body).resize(Number(width), Number(height)).toFormat(format).toBuffer())
      .then((buffer) => {
        S3.putObject({
          Body: buffer, Bucket: BUCKET, ContentType: `image/${format}`, CacheControl: 'max-age=31536000', Key: key,
          StorageClass: 'STANDARD',
        }).promise().catch(() => console.log('Exception while writing resized image to bucket'))
        response.status = 200
        response.body = buffer.toString('base64')
        response.bodyEncoding = 'base64'
        response.headers['content-type'] = [{ key: 'Content-Type', value: `image/${format}` }]
        callback(null, response)
      })
      .catch((error) => console.log('Exception while reading source image :%j', error))
  } else {
    callback(null, response)
  }
}
