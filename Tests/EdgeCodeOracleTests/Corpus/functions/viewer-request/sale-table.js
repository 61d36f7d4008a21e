// Opening times of the sales, as marketing sends them.
var SALES = [
  { path: '/spring', from: '2024-03-01T00:00:00Z', to: '2024-03-31T23:59:59Z' },
  { path: '/summer', from: '2024-07-01 00:00:00+09:00', to: '2024-07-31 23:59:59+09:00' }
];

function handler(event) {
  var now = new Date();
  for (var i = 0; i < SALES.length; i++) {
    var sale = SALES[i];
    if (event.request.uri.startsWith(sale.path)) {
      if (now < new Date(sale.from) || now > new Date(sale.to)) {
        return { statusCode: 404, statusDescription: 'Not Found' };
      }
    }
  }
  return event.request;
}
