class ResponseBuilder {
  private headers: { [name: string]: { key: string; value: string }[] } = {};
  private text?: string;

  constructor(private readonly status: number) {}

  header(key: string, value: string): this {
    this.headers[key.toLowerCase()] = [{ key, value }];
    return this;
  }

  json(value: unknown): this {
    this.text = JSON.stringify(value);
    return this.header('Content-Type', 'application/json');
  }

  build() {
    return { status: `${this.status}`, headers: this.headers, body: this.text };
  }
}

export async function handler(event: any) {
  const request = event.Records[0].cf.request;
  const version = request.headers['x-client-version']?.[0]?.value;
  if (version === undefined) {
    return new ResponseBuilder(400).json({ error: 'X-Client-Version is missing' }).build();
  }
  if (Number.parseInt(version, 10) < 3) {
    return new ResponseBuilder(426).header('Upgrade', 'app/3').json({ error: 'please update' }).build();
  }
  return request;
}
