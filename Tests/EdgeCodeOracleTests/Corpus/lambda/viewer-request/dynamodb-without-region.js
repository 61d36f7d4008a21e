const AWS = require('aws-sdk');

const documents = new AWS.DynamoDB.DocumentClient();

exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  const found = await documents.get({ TableName: 'short-links', Key: { path: request.uri } }).promise();
  if (!found.Item) return request;
  return {
    status: '301',
    statusDescription: 'Moved Permanently',
    headers: { location: [{ key: 'Location', value: found.Item.target }] },
  };
};
