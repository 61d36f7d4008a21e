import { promisify } from 'util';

const pause = promisify((ms: number, done: (error: Error | null) => void) => { setImmediate(done, null); });

async function attempt<T>(times: number, action: (round: number) => Promise<T>): Promise<T> {
  let last: unknown;
  for (let round = 0; round < times; round++) {
    try {
      return await action(round);
    } catch (error) {
      last = error;
      await pause(1);
    }
  }
  throw last;
}

export async function handler(event: any) {
  const request = event.Records[0].cf.request;
  try {
    return await attempt(3, async (round) => {
      if (request.headers['x-fail'] || round < 1) throw new Error('not yet');
      return { status: '200', body: `round ${round}` };
    });
  } catch (error) {
    return { status: '500', body: (error as Error).message };
  }
}
