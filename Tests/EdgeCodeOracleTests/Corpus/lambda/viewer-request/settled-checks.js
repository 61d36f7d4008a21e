const checks = [
  async (r) => { if (r.method === 'POST') throw Object.assign(new Error('post'), { code: '405' }); },
  async (r) => { if (r.uri === '/old-page') throw Object.assign(new Error('old'), { code: '410' }); },
];
exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  const results = await Promise.allSettled(checks.map((c) => c(request)));
  const failed = results.find((r) => r.status === 'rejected');
  if (failed) return { status: failed.reason.code, statusDescription: failed.reason.message };
  return request;
};
