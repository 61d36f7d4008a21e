module.exports = (options = {}) => ({
  before: async (request) => {
    const { request: viewer } = request.event.Records[0].cf;
    if (viewer.method === 'OPTIONS') {
      const allowed = [{ key: 'Access-Control-Allow-Origin', value: options.origin || '*' }];
      return { status: '204', statusDescription: 'No Content', headers: { 'access-control-allow-origin': allowed } };
    }
  },
});
