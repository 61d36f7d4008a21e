interface Header { key?: string; value: string }
interface Answer { status: string; statusDescription?: string; headers?: Record<string, Header[]>; body?: string }
interface EdgeRequest { uri: string; method: string; querystring: string; headers: Record<string, Header[]> }
interface EdgeEvent { Records: { cf: { request: EdgeRequest } }[] }

type Route = readonly [RegExp, (request: EdgeRequest, match: RegExpExecArray) => Answer | EdgeRequest];

const enum Status { OK = '200', MovedPermanently = '301', Gone = '410' }

const redirect = (to: string): Answer => ({
  status: Status.MovedPermanently,
  headers: { location: [{ key: 'Location', value: to }] },
});

const routes: Route[] = [
  [/^\/articles\/(\d+)$/, (_, match) => redirect(`/posts/${match[1]}`)],
  [/^\/feed(?:\.xml)?$/, () => redirect('/rss.xml')],
  [/^\/shop/, () => ({ status: Status.Gone, body: 'The shop has closed.' })],
  [/^\/ping$/, () => ({ status: Status.OK, body: 'pong' })],
];

export const handler = async (event: EdgeEvent): Promise<Answer | EdgeRequest> => {
  const { request } = event.Records[0].cf;
  for (const [pattern, answer] of routes) {
    const match = pattern.exec(request.uri);
    if (match) return answer(request, match);
  }
  return request;
};
