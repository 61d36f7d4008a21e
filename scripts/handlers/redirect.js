'use strict'

exports.handler = async (event) => {
  const request = event.Records[0].cf.request
  const redirects = { '/r/music': '/card/bcbd2481', '/r/tree': '/card/da8398f4', '/r/food': '/card/e51c848c' }
  if (redirects[request.uri]) {
    return {
      status: '302',
      statusDescription: 'Found',
      headers: { location: [{ value: redirects[request.uri] }] },
    }
  }
  return request
}
