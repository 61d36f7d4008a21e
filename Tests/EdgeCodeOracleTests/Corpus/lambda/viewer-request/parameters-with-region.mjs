import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm';

const region = 'eu-central-1';
const client = new SSMClient({ region });
let cached;

async function token() {
  if (cached === undefined) {
    const answer = await client.send(new GetParameterCommand({ Name: '/site/token', WithDecryption: true }));
    cached = answer.Parameter.Value;
  }
  return cached;
}

export const handler = async (event) => {
  const request = event.Records[0].cf.request;
  const given = request.headers['x-token']?.[0].value;
  if (given === (await token())) return request;
  return { status: '403', statusDescription: 'Forbidden', body: 'no' };
};
