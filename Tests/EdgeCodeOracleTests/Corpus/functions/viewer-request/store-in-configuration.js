import cf from 'cloudfront';

var CONFIG = {
  store: '0f8fad5b-d9cb-469f-a165-70867728950e',
  maintenanceKey: 'maintenance',
  page: '<!doctype html><title>Back soon</title><p>We are at work.</p>'
};

async function handler(event) {
  var store = cf.kvs(CONFIG.store);
  var flag = await store.get(CONFIG.maintenanceKey).catch(function () { return 'off'; });
  if (flag === 'on') {
    return {
      statusCode: 503,
      statusDescription: 'Service Unavailable',
      headers: { 'retry-after': { value: '600' }, 'content-type': { value: 'text/html; charset=utf-8' } },
      body: CONFIG.page
    };
  }
  return event.request;
}
