const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');

const queue = new SQSClient();

exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  if (request.method !== 'POST') return request;
  const text = Buffer.from(request.body.data, 'base64').toString('utf8');
  try {
    await queue.send(new SendMessageCommand({ QueueUrl: 'https://sqs.example.com/form', MessageBody: text }));
  } catch {
    return { status: '502', statusDescription: 'Bad Gateway' };
  }
  return { status: '202', statusDescription: 'Accepted' };
};
