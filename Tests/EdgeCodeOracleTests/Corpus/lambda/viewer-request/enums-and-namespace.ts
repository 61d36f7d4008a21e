enum Status { Moved = 301, Found = 302, Gone = 410 }
enum Area { Shop = 'shop', Blog = 'blog', Help = 'help' }
const enum Mode { Strict, Loose }

namespace Answers {
  export const json = 'application/json';
  export function redirect(to: string, status: Status = Status.Found) {
    const headers = { location: [{ key: 'Location', value: to }] };
    return { status: `${status}`, statusDescription: Status[status], headers };
  }
  export function gone() {
    const headers = { 'content-type': [{ key: 'Content-Type', value: json }] };
    return { status: String(Status.Gone), statusDescription: 'Gone', headers, body: '{}' };
  }
}

const mode: Mode = Mode.Strict;
const targets: Record<Area, string> = {
  [Area.Shop]: 'https://shop.example.com', [Area.Blog]: '/articles', [Area.Help]: '/support',
};

function isArea(text: string): text is Area {
  return Object.values(Area).includes(text as Area);
}

export const handler = async (event: any): Promise<any> => {
  const request = event.Records[0].cf.request;
  const area = request.uri.split('/')[1];
  if (isArea(area)) return Answers.redirect(targets[area], area === Area.Blog ? Status.Moved : undefined);
  if (mode === Mode.Strict && request.uri === '/old-page') return Answers.gone();
  return request;
};
