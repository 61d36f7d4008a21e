const COOKIE = 'experiment';

exports.handler = (event, context, callback) => {
  const request = event.Records[0].cf.request;
  const cookies = request.headers.cookie || [];
  let variant = null;
  for (let i = 0; i < cookies.length; i++) {
    if (cookies[i].value.indexOf(`${COOKIE}=a`) >= 0) variant = 'a';
    else if (cookies[i].value.indexOf(`${COOKIE}=b`) >= 0) variant = 'b';
  }
  if (!variant) variant = Math.random() < 0.8 ? 'a' : 'b';
  request.uri = `/${variant}${request.uri}`;
  callback(null, request);
};
