'use strict'

const querystring = require('querystring')

const variables = {
  allowedDimensions: [{ w: 100, h: 100 }, { w: 200, h: 200 }, { w: 300, h: 300 }],
  defaultDimension: { w: 200, h: 200 },
  variance: 20,
  webpExtension: 'webp',
}

exports.handler = (event, context, callback) => {
  const request = event.Records[0].cf.request
  const params = querystring.parse(request.querystring)
  if (!params.d) {
    callback(null, request)
    return
  }
  const [width, height] = params.d.split('x').map(Number)
  const [, prefix, imageName, extension] = request.uri.match(/(.*)\/(.*)\.(.*)/)
  const near = variables.allowedDimensions.find(({ w }) => Math.abs(width - w) <= w * variables.variance / 100)
  const size = near || variables.defaultDimension || { w: width, h: height }
  const accept = request.headers.accept ? request.headers.accept[0].value : ''
  const format = accept.includes(variables.webpExtension) ? variables.webpExtension : extension
  request.uri = [prefix, `${size.w}x${size.h}`, format, `${imageName}.${extension}`].join('/')
  callback(null, request)
}
