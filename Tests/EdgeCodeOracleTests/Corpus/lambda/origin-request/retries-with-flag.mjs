import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm';

const ssm = new SSMClient({ region: 'us-east-1' });

export const handler = async (event) => {
  const { request } = event.Records[0].cf;
  let attempts = 0;
  let done = false;
  while (!done && attempts < 3) {
    attempts += 1;
    try {
      await ssm.send(new GetParameterCommand({ Name: '/release' }));
      done = true;
    } catch (error) {
      console.log(attempts, error);
    }
  }
  if (done) {
    request.headers['x-release'] = [{ key: 'X-Release', value: 'known' }];
    return request;
  }
  return { status: '503', headers: { 'retry-after': [{ key: 'Retry-After', value: '5' }] } };
};
