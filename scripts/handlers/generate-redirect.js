function handler(event) {
  // Meant for viewer-request: choose that event when you associate this function.
  var response = {
    statusCode: 302,
    statusDescription: 'Found',
    headers: {
      'cloudfront-functions': { value: 'generated-by-CloudFront-Functions' },
      'location': { value: 'https://aws.amazon.com/cloudfront/' }
    }
  };
  return response;
}
