var _helpers = require("./helpers"), _regenerator = _helpers.make, _asyncToGenerator = _helpers.async;
var handler = exports.handler = function () {
  var _ref = _asyncToGenerator(_regenerator().m(function _callee(event) {
    var request, answer, _t;
    return _regenerator().w(function (_context) {
      while (1) switch (_context.p = _context.n) {
        case 0:
          request = event.Records[0].cf.request;
          if (!(request.uri === '/gone')) { _context.n = 1; break; }
          return _context.a(2, { status: '410', headers: {} });
        case 1:
          _context.p = 1;
          _context.n = 2;
          return fetch('https://example.com/check');
        case 2:
          answer = _context.v;
          if (!answer.ok) { _context.n = 3; break; }
          return _context.a(2, request);
        case 3:
          _context.n = 5;
          break;
        case 4:
          _context.p = 4;
          _t = _context.v;
          return _context.a(2, { status: '502', headers: { 'x-error': [{ key: 'X-Error', value: 'yes' }] } });
        case 5:
          return _context.a(2, { statusCode: 403 });
      }
    }, _callee, null, [[1, 4]]);
  }));
  return function handler(_x) { return _ref.apply(this, arguments); };
}();
