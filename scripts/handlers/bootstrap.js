const AWS = require('aws-sdk')
const s3 = new AWS.S3({ region: 'us-east-1' })

// A custom resource of CloudFormation: copies the pages into the bucket.
exports.handler = async (event, context) => {
  const { SrcS3Bucket, DstS3Bucket } = event.ResourceProperties
  const objects = await s3.listObjects({ Bucket: SrcS3Bucket }).promise()
  for (const { Key } of objects.Contents) {
    const data = await s3.getObject({ Bucket: SrcS3Bucket, Key }).promise()
    await s3.putObject({ Bucket: DstS3Bucket, Key, Body: data.Body, ContentType: data.ContentType }).promise()
  }
  return { statusCode: 200, body: context.logStreamName }
}
