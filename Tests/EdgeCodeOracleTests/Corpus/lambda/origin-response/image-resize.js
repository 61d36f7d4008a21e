'use strict';

const querystring = require('querystring');
const AWS = require('aws-sdk');
const sharp = require('sharp');

const S3 = new AWS.S3({ region: 'ap-northeast-2' });
const BUCKET = 'pictures.example.com';
const FORMATS = ['jpeg', 'png', 'webp'];

exports.handler = async (event, context, callback) => {
  const { request, response } = event.Records[0].cf;
  const { w, h, f } = querystring.parse(request.querystring);
  if (!(w || h) || response.status !== '200') return callback(null, response);

  const format = FORMATS.includes(f) ? f : 'jpeg';
  try {
    const object = await S3.getObject({ Bucket: BUCKET, Key: decodeURIComponent(request.uri.slice(1)) }).promise();
    const buffer = await sharp(object.Body).resize(Number(w) || null, Number(h) || null).toFormat(format).toBuffer();
    response.status = 200;
    response.body = buffer.toString('base64');
    response.bodyEncoding = 'base64';
    response.headers['content-type'] = [{ key: 'Content-Type', value: `image/${format}` }];
    return callback(null, response);
  } catch (error) {
    console.error(error);
    return callback(null, response);
  }
};
