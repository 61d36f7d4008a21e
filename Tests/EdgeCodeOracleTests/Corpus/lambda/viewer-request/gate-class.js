class Gate {
  constructor(event, callback) {
    this.request = event.Records[0].cf.request;
    this.callback = callback;
  }

  get cookie() {
    const header = this.request.headers.cookie;
    return header ? header.map((one) => one.value).join('; ') : '';
  }

  isOpen() {
    return this.cookie.split(/;\s*/).some((pair) => pair === 'gate=open');
  }

  deny() {
    this.callback(null, {
      status: '302',
      statusDescription: 'Found',
      headers: { location: [{ key: 'Location', value: '/login?next=' + encodeURIComponent(this.request.uri) }] },
    });
  }

  run() {
    if (this.isOpen() || this.request.uri === '/login') this.callback(null, this.request);
    else this.deny();
  }
}

exports.handler = (event, context, callback) => new Gate(event, callback).run();
