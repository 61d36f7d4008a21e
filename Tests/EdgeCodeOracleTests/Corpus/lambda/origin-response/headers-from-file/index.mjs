import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFor } from './cache.mjs';

const configuration = JSON.parse(readFileSync(join(process.env.LAMBDA_TASK_ROOT, 'configuration.json'), 'utf8'));

export const handler = async (event) => {
  const { request, response } = event.Records[0].cf;
  for (const [name, value] of Object.entries(configuration.headers)) {
    response.headers[name.toLowerCase()] = [{ key: name, value }];
  }
  const seconds = cacheFor(request.uri);
  if (seconds !== undefined) response.headers['cache-control'] = [{ key: 'Cache-Control', value: `max-age=${seconds}` }];
  return response;
};
