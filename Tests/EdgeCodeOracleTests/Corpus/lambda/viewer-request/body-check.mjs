import { createHash } from 'node:crypto';

export const handler = async ({ Records: [{ cf: { request } }] }) => {
  if (request.method === 'POST' && request.body) {
    const bytes = Buffer.from(request.body.data, request.body.encoding === 'base64' ? 'base64' : 'utf8');
    if (bytes.length > 1024) return { status: '413', statusDescription: 'Payload Too Large' };
    request.headers['x-body-sha256'] = [
      { key: 'X-Body-Sha256', value: createHash('sha256').update(bytes).digest('hex') },
    ];
  }
  return request;
};
