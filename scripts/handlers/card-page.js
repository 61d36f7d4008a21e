'use strict'

const https = require('https')
const AWS = require('aws-sdk')
const ddb = new AWS.DynamoDB.DocumentClient({ apiVersion: '2012-10-08', region: 'us-east-1' })

const tableName = 'AlienCards-1201c610'

// The page holds dynamic data, so it must not stay in the cache for long.
const maxAge = 3

const rewrites = { '/music': '/card/bcbd2481', '/tree': '/card/da8398f4' }

exports.handler = async (event) => {
  console.log('Event: ', JSON.stringify(event, null, 2))
  const { config, request } = event.Records[0].cf
  if (request.uri in rewrites) {
    request.uri = rewrites[request.uri]
  }
  const match = request.uri.match(/^\/card\/([a-z0-9]+)$/i)
  if (!match) {
    return request // no card: let the origin answer
  }
  try {
    const [template, data] = await Promise.all([
      get({ hostname: config.distributionDomainName, path: '/templates/card.html' }),
      ddb.get({ TableName: tableName, Key: { CardId: match[1] } }).promise(),
    ])
    if (!data.Item) {
      throw new Error(`No card ${match[1]}`)
    }
    return {
      status: '200',
      headers: withSecurityHeaders({
        'cache-control': [{ value: `max-age=${maxAge}` }],
        'content-type': [{ value: 'text/html;charset=UTF-8' }],
      }),
      body: template.replace(/{{description}}/g, data.Item.Description).replace(/{{likes}}/g, data.Item.Likes),
    }
  } catch (error) {
    return {
      status: '500',
      headers: withSecurityHeaders({ 'content-type': [{ value: 'application/json' }] }),
      body: JSON.stringify(error, null, 2),
    }
  }
}

function get(target) {
  return new Promise((resolve, reject) => {
    https.get(target, (answer) => {
      console.log(`${target.hostname}${target.path}, status code: ${answer.statusCode}`)
      let data = ''
      answer.on('data', (chunk) => { data += chunk })
      answer.on('end', () => resolve(data))
    }).on('error', reject)
  })
}

function withSecurityHeaders(headers) {
  headers['strict-transport-security'] = [{ value: 'max-age=31536000; includeSubDomains' }]
  headers['content-security-policy'] = [{ value: "default-src 'self'" }]
  headers['x-content-type-options'] = [{ value: 'nosniff' }]
  headers['x-frame-options'] = [{ value: 'DENY' }]
  return headers
}
