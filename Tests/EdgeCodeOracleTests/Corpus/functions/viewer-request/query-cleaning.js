const DROPPED = ['utm_source', 'utm_medium', 'utm_campaign', 'fbclid', 'gclid'];

const handler = (event) => {
  const query = event.request.querystring;
  Object.keys(query)
    .filter((name) => DROPPED.includes(name.toLowerCase()))
    .forEach((name) => { delete query[name]; });
  return event.request;
};
