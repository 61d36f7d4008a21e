var _helpers = require("./helpers"), _regeneratorRuntime = _helpers.make, _asyncToGenerator = _helpers.async;
exports.handler = _asyncToGenerator(_regeneratorRuntime().mark(function _callee(event) {
  var response, i;
  return _regeneratorRuntime().wrap(function _callee$(_context) {
    while (1) switch (_context.prev = _context.next) {
      case 0:
        response = event.Records[0].cf.response;
        i = 0;
      case 2:
        if (!(i < 3)) { _context.next = 8; break; }
        _context.next = 5;
        return fetch('https://example.com/' + i);
      case 5:
        i++;
        _context.next = 2;
        break;
      case 8:
        _context.prev = 8;
        _context.t0 = response.status;
        _context.next = _context.t0 === '404' ? 12 : _context.t0 === '503' ? 14 : 15;
        break;
      case 12:
        response.headers['x-gone'] = [{ key: 'X-Gone', value: '1' }];
        return _context.abrupt("return", response);
      case 14:
        response.status = '200';
      case 15:
        return _context.abrupt("return", response);
      case 16:
        _context.prev = 16;
        response.headers['x-end'] = [{ key: 'X-End', value: '1' }];
        return _context.finish(16);
      case 19:
      case "end":
        return _context.stop();
    }
  }, _callee, null, [[8,, 16, 19]]);
}));
