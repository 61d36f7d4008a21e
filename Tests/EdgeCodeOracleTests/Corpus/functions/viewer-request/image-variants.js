const WIDTHS = [320, 640, 1280];

function nearest(width) {
  return WIDTHS.find((w) => w >= width) || WIDTHS[WIDTHS.length - 1];
}

async function handler(event) {
  let request = event.request;
  let accept = request.headers.accept ? request.headers.accept.value : '';
  let query = request.querystring;
  let format = accept.includes('image/avif') ? 'avif' : accept.includes('image/webp') ? 'webp' : 'jpeg';
  let width = query.width ? nearest(parseInt(query.width.value)) : 'auto';
  request.uri = `${request.uri}/width=${width},format=${format}`;
  request.querystring = {};
  return request;
}
