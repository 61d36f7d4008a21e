'use strict'

const QS = require('querystring')
const AWS = require('aws-sdk')
const ddb = new AWS.DynamoDB.DocumentClient({ apiVersion: '2012-10-08', region: 'us-east-1' })

const tableName = 'AlienCards-1201c610'

exports.handler = async (event) => {
  const request = event.Records[0].cf.request
  const params = QS.parse(request.querystring)
  if (request.method !== 'POST') {
    return answer({ status: '400', body: { error: 'Bad HTTP verb, expecting POST' } })
  }
  if (!params.id) {
    return answer({ status: '400', body: { error: "Couldn't parse id parameter" } })
  }
  try {
    const data = await ddb.update({
      TableName: tableName,
      ReturnValues: 'ALL_NEW',
      UpdateExpression: 'SET Likes = Likes + :one',
      ExpressionAttributeValues: { ':one': 1 },
      Key: { CardId: params.id },
    }).promise()
    return answer({ status: '200', body: data.Attributes })
  } catch (error) {
    return answer({ status: '500', body: { error } })
  }
}

function answer(result) {
  const headers = { 'content-type': [{ value: 'application/json' }] }
  headers['strict-transport-security'] = [{ value: 'max-age=31536000; includeSubDomains' }]
  headers['x-content-type-options'] = [{ value: 'nosniff' }]
  headers['x-frame-options'] = [{ value: 'DENY' }]
  return { status: result.status, headers, body: JSON.stringify(result.body, null, 2) }
}
