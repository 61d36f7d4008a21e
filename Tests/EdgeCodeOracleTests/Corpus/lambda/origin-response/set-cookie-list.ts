import type { IncomingHttpHeaders } from 'http';

type EdgeHeaders = { [name in keyof IncomingHttpHeaders]: { key?: string; value: string }[] };

const cookies = { theme: 'light', region: 'eu' } as const;

export const handler = (event: any, _context: unknown, callback: (error: null, result: unknown) => void): void => {
  const { response } = event.Records[0].cf as { response: { status: string; headers: EdgeHeaders } };
  const existing = response.headers['set-cookie'] as any[] | undefined;
  const added = (Object.keys(cookies) as (keyof typeof cookies)[]).map((name) => ({
    key: 'Set-Cookie',
    value: `${name}=${cookies[name]}; Path=/; Secure`,
  }));
  (response.headers as any)['set-cookie'] = [...(existing ?? []), ...added];
  callback(null, response);
};
