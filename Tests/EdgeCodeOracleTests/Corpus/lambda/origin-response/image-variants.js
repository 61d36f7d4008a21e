const AWS = require('aws-sdk');
const S3 = new AWS.S3({ signatureVersion: 'v4', region: 'us-east-1' });
const Sharp = require('sharp');
const querystring = require('querystring');
const BUCKET = 'images';

exports.handler = (event, context, callback) => {
  let response = event.Records[0].cf.response;
  if (response.status == 404 || response.status == '403') {
    let request = event.Records[0].cf.request;
    let params = querystring.parse(request.querystring);
    if (!params.w) {
      callback(null, response);
      return;
    }
    let width = parseInt(params.w, 10);
    S3.getObject({ Bucket: BUCKET, Key: request.uri.substring(1) }).promise()
      .then((data) => Sharp(data.Body).resize(width).toFormat('webp').toBuffer())
      .then((buffer) => {
        response.status = 200;
        response.statusDescription = 'OK';
        response.body = buffer.toString('base64');
        response.bodyEncoding = 'base64';
        response.headers['content-type'] = [{ key: 'Content-Type', value: 'image/webp' }];
        callback(null, response);
      })
      .catch((err) => {
        console.log('Exception while reading source image :%j', err);
        callback(null, { status: '500', statusDescription: 'Error', headers: response.headers });
      });
  } else {
    callback(null, response);
  }
};
