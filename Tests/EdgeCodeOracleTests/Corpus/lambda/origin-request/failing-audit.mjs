import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';

const queue = new SQSClient({ region: 'us-east-1' });

const put = (request, name, value) => {
  request.headers[name.toLowerCase()] = [{ key: name, value }];
};

// The queue may be down: what is set behind it is set on some requests only.
async function audit(request) {
  put(request, 'X-Audit', 'begun');
  await queue.send(new SendMessageCommand({ QueueUrl: 'https://sqs.example', MessageBody: request.uri }));
  put(request, 'X-Audit-Done', 'yes');
}

export const handler = async (event) => {
  const { request } = event.Records[0].cf;
  try {
    await audit(request);
  } catch {
    put(request, 'X-Audit-Failed', 'yes');
  } finally {
    put(request, 'X-Seen', 'yes');
  }
  for await (const name of [Promise.resolve('X-First'), 'X-Second']) put(request, name, '1');
  for (const name of Object.keys(request.headers)) if (name.startsWith('user-')) delete request.headers[name];
  return request;
};
