const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const sqs = new SQSClient({ region: process.env.QUEUE_REGION || 'eu-west-1' });
const ok = { status: '202', statusDescription: 'Accepted' };
exports.handler = function (event, context, callback) {
  var request = event.Records[0].cf.request;
  if (request.method !== 'POST') { callback(null, request); return; }
  Promise.resolve(request.body)
    .then(function (body) {
      if (!body) throw Object.assign(new Error('empty'), { status: '411' });
      return sqs.send(new SendMessageCommand({ QueueUrl: 'https://sqs.example.com/q', MessageBody: body.data }));
    })
    .then(function (sent) {
      return Object.assign({}, ok, { headers: { 'x-message': [{ key: 'X-Message', value: sent.MessageId }] } });
    })
    .catch(function (error) {
      return { status: error.status || '500', statusDescription: 'Error' };
    })
    .then(function (answer) { callback(null, answer); });
};
