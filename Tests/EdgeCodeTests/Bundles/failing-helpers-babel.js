"use strict";

function _typeof(obj) { "@babel/helpers - typeof"; return _typeof = "function" == typeof Symbol && "symbol" == typeof Symbol.iterator ? function (obj) { return typeof obj; } : function (obj) { return obj && "function" == typeof Symbol && obj.constructor === Symbol && obj !== Symbol.prototype ? "symbol" : typeof obj; }, _typeof(obj); }
function _regeneratorRuntime() { "use strict"; /*! regenerator-runtime -- Copyright (c) 2014-present, Facebook, Inc. -- license (MIT): https://github.com/facebook/regenerator/blob/main/LICENSE */ _regeneratorRuntime = function _regeneratorRuntime() { return exports; }; var exports = {}, Op = Object.prototype, hasOwn = Op.hasOwnProperty, defineProperty = Object.defineProperty || function (obj, key, desc) { obj[key] = desc.value; }, $Symbol = "function" == typeof Symbol ? Symbol : {}, iteratorSymbol = $Symbol.iterator || "@@iterator", asyncIteratorSymbol = $Symbol.asyncIterator || "@@asyncIterator", toStringTagSymbol = $Symbol.toStringTag || "@@toStringTag"; function define(obj, key, value) { return Object.defineProperty(obj, key, { value: value, enumerable: !0, configurable: !0, writable: !0 }), obj[key]; } try { define({}, ""); } catch (err) { define = function define(obj, key, value) { return obj[key] = value; }; } function wrap(innerFn, outerFn, self, tryLocsList) { var protoGenerator = outerFn && outerFn.prototype instanceof Generator ? outerFn : Generator, generator = Object.create(protoGenerator.prototype), context = new Context(tryLocsList || []); return defineProperty(generator, "_invoke", { value: makeInvokeMethod(innerFn, self, context) }), generator; } function tryCatch(fn, obj, arg) { try { return { type: "normal", arg: fn.call(obj, arg) }; } catch (err) { return { type: "throw", arg: err }; } } exports.wrap = wrap; var ContinueSentinel = {}; function Generator() {} function GeneratorFunction() {} function GeneratorFunctionPrototype() {} var IteratorPrototype = {}; define(IteratorPrototype, iteratorSymbol, function () { return this; }); var getProto = Object.getPrototypeOf, NativeIteratorPrototype = getProto && getProto(getProto(values([]))); NativeIteratorPrototype && NativeIteratorPrototype !== Op && hasOwn.call(NativeIteratorPrototype, iteratorSymbol) && (IteratorPrototype = NativeIteratorPrototype); var Gp = GeneratorFunctionPrototype.prototype = Generator.prototype = Object.create(IteratorPrototype); function defineIteratorMethods(prototype) { ["next", "throw", "return"].forEach(function (method) { define(prototype, method, function (arg) { return this._invoke(method, arg); }); }); } function AsyncIterator(generator, PromiseImpl) { function invoke(method, arg, resolve, reject) { var record = tryCatch(generator[method], generator, arg); if ("throw" !== record.type) { var result = record.arg, value = result.value; return value && "object" == _typeof(value) && hasOwn.call(value, "__await") ? PromiseImpl.resolve(value.__await).then(function (value) { invoke("next", value, resolve, reject); }, function (err) { invoke("throw", err, resolve, reject); }) : PromiseImpl.resolve(value).then(function (unwrapped) { result.value = unwrapped, resolve(result); }, function (error) { return invoke("throw", error, resolve, reject); }); } reject(record.arg); } var previousPromise; defineProperty(this, "_invoke", { value: function value(method, arg) { function callInvokeWithMethodAndArg() { return new PromiseImpl(function (resolve, reject) { invoke(method, arg, resolve, reject); }); } return previousPromise = previousPromise ? previousPromise.then(callInvokeWithMethodAndArg, callInvokeWithMethodAndArg) : callInvokeWithMethodAndArg(); } }); } function makeInvokeMethod(innerFn, self, context) { var state = "suspendedStart"; return function (method, arg) { if ("executing" === state) throw new Error("Generator is already running"); if ("completed" === state) { if ("throw" === method) throw arg; return doneResult(); } for (context.method = method, context.arg = arg;;) { var delegate = context.delegate; if (delegate) { var delegateResult = maybeInvokeDelegate(delegate, context); if (delegateResult) { if (delegateResult === ContinueSentinel) continue; return delegateResult; } } if ("next" === context.method) context.sent = context._sent = context.arg;else if ("throw" === context.method) { if ("suspendedStart" === state) throw state = "completed", context.arg; context.dispatchException(context.arg); } else "return" === context.method && context.abrupt("return", context.arg); state = "executing"; var record = tryCatch(innerFn, self, context); if ("normal" === record.type) { if (state = context.done ? "completed" : "suspendedYield", record.arg === ContinueSentinel) continue; return { value: record.arg, done: context.done }; } "throw" === record.type && (state = "completed", context.method = "throw", context.arg = record.arg); } }; } function maybeInvokeDelegate(delegate, context) { var methodName = context.method, method = delegate.iterator[methodName]; if (undefined === method) return context.delegate = null, "throw" === methodName && delegate.iterator["return"] && (context.method = "return", context.arg = undefined, maybeInvokeDelegate(delegate, context), "throw" === context.method) || "return" !== methodName && (context.method = "throw", context.arg = new TypeError("The iterator does not provide a '" + methodName + "' method")), ContinueSentinel; var record = tryCatch(method, delegate.iterator, context.arg); if ("throw" === record.type) return context.method = "throw", context.arg = record.arg, context.delegate = null, ContinueSentinel; var info = record.arg; return info ? info.done ? (context[delegate.resultName] = info.value, context.next = delegate.nextLoc, "return" !== context.method && (context.method = "next", context.arg = undefined), context.delegate = null, ContinueSentinel) : info : (context.method = "throw", context.arg = new TypeError("iterator result is not an object"), context.delegate = null, ContinueSentinel); } function pushTryEntry(locs) { var entry = { tryLoc: locs[0] }; 1 in locs && (entry.catchLoc = locs[1]), 2 in locs && (entry.finallyLoc = locs[2], entry.afterLoc = locs[3]), this.tryEntries.push(entry); } function resetTryEntry(entry) { var record = entry.completion || {}; record.type = "normal", delete record.arg, entry.completion = record; } function Context(tryLocsList) { this.tryEntries = [{ tryLoc: "root" }], tryLocsList.forEach(pushTryEntry, this), this.reset(!0); } function values(iterable) { if (iterable) { var iteratorMethod = iterable[iteratorSymbol]; if (iteratorMethod) return iteratorMethod.call(iterable); if ("function" == typeof iterable.next) return iterable; if (!isNaN(iterable.length)) { var i = -1, next = function next() { for (; ++i < iterable.length;) if (hasOwn.call(iterable, i)) return next.value = iterable[i], next.done = !1, next; return next.value = undefined, next.done = !0, next; }; return next.next = next; } } return { next: doneResult }; } function doneResult() { return { value: undefined, done: !0 }; } return GeneratorFunction.prototype = GeneratorFunctionPrototype, defineProperty(Gp, "constructor", { value: GeneratorFunctionPrototype, configurable: !0 }), defineProperty(GeneratorFunctionPrototype, "constructor", { value: GeneratorFunction, configurable: !0 }), GeneratorFunction.displayName = define(GeneratorFunctionPrototype, toStringTagSymbol, "GeneratorFunction"), exports.isGeneratorFunction = function (genFun) { var ctor = "function" == typeof genFun && genFun.constructor; return !!ctor && (ctor === GeneratorFunction || "GeneratorFunction" === (ctor.displayName || ctor.name)); }, exports.mark = function (genFun) { return Object.setPrototypeOf ? Object.setPrototypeOf(genFun, GeneratorFunctionPrototype) : (genFun.__proto__ = GeneratorFunctionPrototype, define(genFun, toStringTagSymbol, "GeneratorFunction")), genFun.prototype = Object.create(Gp), genFun; }, exports.awrap = function (arg) { return { __await: arg }; }, defineIteratorMethods(AsyncIterator.prototype), define(AsyncIterator.prototype, asyncIteratorSymbol, function () { return this; }), exports.AsyncIterator = AsyncIterator, exports.async = function (innerFn, outerFn, self, tryLocsList, PromiseImpl) { void 0 === PromiseImpl && (PromiseImpl = Promise); var iter = new AsyncIterator(wrap(innerFn, outerFn, self, tryLocsList), PromiseImpl); return exports.isGeneratorFunction(outerFn) ? iter : iter.next().then(function (result) { return result.done ? result.value : iter.next(); }); }, defineIteratorMethods(Gp), define(Gp, toStringTagSymbol, "Generator"), define(Gp, iteratorSymbol, function () { return this; }), define(Gp, "toString", function () { return "[object Generator]"; }), exports.keys = function (val) { var object = Object(val), keys = []; for (var key in object) keys.push(key); return keys.reverse(), function next() { for (; keys.length;) { var key = keys.pop(); if (key in object) return next.value = key, next.done = !1, next; } return next.done = !0, next; }; }, exports.values = values, Context.prototype = { constructor: Context, reset: function reset(skipTempReset) { if (this.prev = 0, this.next = 0, this.sent = this._sent = undefined, this.done = !1, this.delegate = null, this.method = "next", this.arg = undefined, this.tryEntries.forEach(resetTryEntry), !skipTempReset) for (var name in this) "t" === name.charAt(0) && hasOwn.call(this, name) && !isNaN(+name.slice(1)) && (this[name] = undefined); }, stop: function stop() { this.done = !0; var rootRecord = this.tryEntries[0].completion; if ("throw" === rootRecord.type) throw rootRecord.arg; return this.rval; }, dispatchException: function dispatchException(exception) { if (this.done) throw exception; var context = this; function handle(loc, caught) { return record.type = "throw", record.arg = exception, context.next = loc, caught && (context.method = "next", context.arg = undefined), !!caught; } for (var i = this.tryEntries.length - 1; i >= 0; --i) { var entry = this.tryEntries[i], record = entry.completion; if ("root" === entry.tryLoc) return handle("end"); if (entry.tryLoc <= this.prev) { var hasCatch = hasOwn.call(entry, "catchLoc"), hasFinally = hasOwn.call(entry, "finallyLoc"); if (hasCatch && hasFinally) { if (this.prev < entry.catchLoc) return handle(entry.catchLoc, !0); if (this.prev < entry.finallyLoc) return handle(entry.finallyLoc); } else if (hasCatch) { if (this.prev < entry.catchLoc) return handle(entry.catchLoc, !0); } else { if (!hasFinally) throw new Error("try statement without catch or finally"); if (this.prev < entry.finallyLoc) return handle(entry.finallyLoc); } } } }, abrupt: function abrupt(type, arg) { for (var i = this.tryEntries.length - 1; i >= 0; --i) { var entry = this.tryEntries[i]; if (entry.tryLoc <= this.prev && hasOwn.call(entry, "finallyLoc") && this.prev < entry.finallyLoc) { var finallyEntry = entry; break; } } finallyEntry && ("break" === type || "continue" === type) && finallyEntry.tryLoc <= arg && arg <= finallyEntry.finallyLoc && (finallyEntry = null); var record = finallyEntry ? finallyEntry.completion : {}; return record.type = type, record.arg = arg, finallyEntry ? (this.method = "next", this.next = finallyEntry.finallyLoc, ContinueSentinel) : this.complete(record); }, complete: function complete(record, afterLoc) { if ("throw" === record.type) throw record.arg; return "break" === record.type || "continue" === record.type ? this.next = record.arg : "return" === record.type ? (this.rval = this.arg = record.arg, this.method = "return", this.next = "end") : "normal" === record.type && afterLoc && (this.next = afterLoc), ContinueSentinel; }, finish: function finish(finallyLoc) { for (var i = this.tryEntries.length - 1; i >= 0; --i) { var entry = this.tryEntries[i]; if (entry.finallyLoc === finallyLoc) return this.complete(entry.completion, entry.afterLoc), resetTryEntry(entry), ContinueSentinel; } }, "catch": function _catch(tryLoc) { for (var i = this.tryEntries.length - 1; i >= 0; --i) { var entry = this.tryEntries[i]; if (entry.tryLoc === tryLoc) { var record = entry.completion; if ("throw" === record.type) { var thrown = record.arg; resetTryEntry(entry); } return thrown; } } throw new Error("illegal catch attempt"); }, delegateYield: function delegateYield(iterable, resultName, nextLoc) { return this.delegate = { iterator: values(iterable), resultName: resultName, nextLoc: nextLoc }, "next" === this.method && (this.arg = undefined), ContinueSentinel; } }, exports; }
function asyncGeneratorStep(gen, resolve, reject, _next, _throw, key, arg) { try { var info = gen[key](arg); var value = info.value; } catch (error) { reject(error); return; } if (info.done) { resolve(value); } else { Promise.resolve(value).then(_next, _throw); } }
function _asyncToGenerator(fn) { return function () { var self = this, args = arguments; return new Promise(function (resolve, reject) { var gen = fn.apply(self, args); function _next(value) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, "next", value); } function _throw(err) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, "throw", err); } _next(undefined); }); }; }
// Each handler sets headers beside something that may fail; FailingHelperTests says which are set on every answer.
var set = function set(response, name) {
  response.headers[name] = [{
    value: '1'
  }];
};
var of = function of(event) {
  return event.Records[0].cf.response;
};
var late = /*#__PURE__*/function () {
  var _ref = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee(response) {
    return _regeneratorRuntime().wrap(function _callee$(_context) {
      while (1) switch (_context.prev = _context.next) {
        case 0:
          set(response, 'x-a');
          _context.next = 3;
          return fetch('1');
        case 3:
          set(response, 'x-b');
        case 4:
        case "end":
          return _context.stop();
      }
    }, _callee);
  }));
  return function late(_x) {
    return _ref.apply(this, arguments);
  };
}();
var thrower = /*#__PURE__*/function () {
  var _ref2 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee2(response, uri) {
    return _regeneratorRuntime().wrap(function _callee2$(_context2) {
      while (1) switch (_context2.prev = _context2.next) {
        case 0:
          set(response, 'x-a');
          if (!(uri === '/x')) {
            _context2.next = 3;
            break;
          }
          throw new Error(uri);
        case 3:
          set(response, 'x-b');
        case 4:
        case "end":
          return _context2.stop();
      }
    }, _callee2);
  }));
  return function thrower(_x2, _x3) {
    return _ref2.apply(this, arguments);
  };
}();
var parser = /*#__PURE__*/function () {
  var _ref3 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee3(response, uri) {
    return _regeneratorRuntime().wrap(function _callee3$(_context3) {
      while (1) switch (_context3.prev = _context3.next) {
        case 0:
          set(response, 'x-a');
          JSON.parse(uri);
          set(response, 'x-b');
        case 3:
        case "end":
          return _context3.stop();
      }
    }, _callee3);
  }));
  return function parser(_x4, _x5) {
    return _ref3.apply(this, arguments);
  };
}();
var tidy = /*#__PURE__*/function () {
  var _ref4 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee4(response) {
    return _regeneratorRuntime().wrap(function _callee4$(_context4) {
      while (1) switch (_context4.prev = _context4.next) {
        case 0:
          _context4.prev = 0;
          _context4.next = 3;
          return fetch('1');
        case 3:
          set(response, 'x-b');
          _context4.next = 9;
          break;
        case 6:
          _context4.prev = 6;
          _context4.t0 = _context4["catch"](0);
          console.log(_context4.t0);
        case 9:
          set(response, 'x-a');
        case 10:
        case "end":
          return _context4.stop();
      }
    }, _callee4, null, [[0, 6]]);
  }));
  return function tidy(_x6) {
    return _ref4.apply(this, arguments);
  };
}();
var finisher = /*#__PURE__*/function () {
  var _ref5 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee5(response) {
    return _regeneratorRuntime().wrap(function _callee5$(_context5) {
      while (1) switch (_context5.prev = _context5.next) {
        case 0:
          _context5.prev = 0;
          _context5.next = 3;
          return fetch('1');
        case 3:
          _context5.prev = 3;
          set(response, 'x-a');
          return _context5.finish(3);
        case 6:
          set(response, 'x-b');
        case 7:
        case "end":
          return _context5.stop();
      }
    }, _callee5, null, [[0,, 3, 6]]);
  }));
  return function finisher(_x7) {
    return _ref5.apply(this, arguments);
  };
}();
exports.caught = /*#__PURE__*/function () {
  var _ref6 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee6(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee6$(_context6) {
      while (1) switch (_context6.prev = _context6.next) {
        case 0:
          r = of(event);
          _context6.prev = 1;
          _context6.next = 4;
          return late(r);
        case 4:
          _context6.next = 9;
          break;
        case 6:
          _context6.prev = 6;
          _context6.t0 = _context6["catch"](1);
          console.log(_context6.t0);
        case 9:
          return _context6.abrupt("return", r);
        case 10:
        case "end":
          return _context6.stop();
      }
    }, _callee6, null, [[1, 6]]);
  }));
  return function (_x8) {
    return _ref6.apply(this, arguments);
  };
}();
exports.chained = /*#__PURE__*/function () {
  var _ref7 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee7(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee7$(_context7) {
      while (1) switch (_context7.prev = _context7.next) {
        case 0:
          r = of(event);
          _context7.next = 3;
          return late(r)["catch"](function () {});
        case 3:
          return _context7.abrupt("return", r);
        case 4:
        case "end":
          return _context7.stop();
      }
    }, _callee7);
  }));
  return function (_x9) {
    return _ref7.apply(this, arguments);
  };
}();
exports.returned = /*#__PURE__*/function () {
  var _ref8 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee8(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee8$(_context8) {
      while (1) switch (_context8.prev = _context8.next) {
        case 0:
          r = of(event);
          return _context8.abrupt("return", late(r).then(function () {
            return r;
          }, function () {
            return r;
          }));
        case 2:
        case "end":
          return _context8.stop();
      }
    }, _callee8);
  }));
  return function (_x10) {
    return _ref8.apply(this, arguments);
  };
}();
exports.settled = /*#__PURE__*/function () {
  var _ref9 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee9(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee9$(_context9) {
      while (1) switch (_context9.prev = _context9.next) {
        case 0:
          r = of(event);
          _context9.next = 3;
          return Promise.allSettled([late(r)]);
        case 3:
          return _context9.abrupt("return", r);
        case 4:
        case "end":
          return _context9.stop();
      }
    }, _callee9);
  }));
  return function (_x11) {
    return _ref9.apply(this, arguments);
  };
}();
exports.together = /*#__PURE__*/function () {
  var _ref10 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee10(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee10$(_context10) {
      while (1) switch (_context10.prev = _context10.next) {
        case 0:
          r = of(event);
          _context10.prev = 1;
          _context10.next = 4;
          return Promise.all([late(r)]);
        case 4:
          _context10.next = 9;
          break;
        case 6:
          _context10.prev = 6;
          _context10.t0 = _context10["catch"](1);
          console.log(_context10.t0);
        case 9:
          return _context10.abrupt("return", r);
        case 10:
        case "end":
          return _context10.stop();
      }
    }, _callee10, null, [[1, 6]]);
  }));
  return function (_x12) {
    return _ref10.apply(this, arguments);
  };
}();
exports.started = /*#__PURE__*/function () {
  var _ref11 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee11(event) {
    var r, work;
    return _regeneratorRuntime().wrap(function _callee11$(_context11) {
      while (1) switch (_context11.prev = _context11.next) {
        case 0:
          r = of(event);
          work = late(r);
          set(r, 'x-c');
          _context11.prev = 3;
          _context11.next = 6;
          return work;
        case 6:
          _context11.next = 11;
          break;
        case 8:
          _context11.prev = 8;
          _context11.t0 = _context11["catch"](3);
          console.log(_context11.t0);
        case 11:
          return _context11.abrupt("return", r);
        case 12:
        case "end":
          return _context11.stop();
      }
    }, _callee11, null, [[3, 8]]);
  }));
  return function (_x13) {
    return _ref11.apply(this, arguments);
  };
}();
exports.thrown = /*#__PURE__*/function () {
  var _ref12 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee12(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee12$(_context12) {
      while (1) switch (_context12.prev = _context12.next) {
        case 0:
          r = of(event);
          _context12.prev = 1;
          _context12.next = 4;
          return thrower(r, event.Records[0].cf.request.uri);
        case 4:
          _context12.next = 9;
          break;
        case 6:
          _context12.prev = 6;
          _context12.t0 = _context12["catch"](1);
          console.log(_context12.t0);
        case 9:
          return _context12.abrupt("return", r);
        case 10:
        case "end":
          return _context12.stop();
      }
    }, _callee12, null, [[1, 6]]);
  }));
  return function (_x14) {
    return _ref12.apply(this, arguments);
  };
}();
exports.parsed = /*#__PURE__*/function () {
  var _ref13 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee13(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee13$(_context13) {
      while (1) switch (_context13.prev = _context13.next) {
        case 0:
          r = of(event);
          _context13.prev = 1;
          _context13.next = 4;
          return parser(r, event.Records[0].cf.request.uri);
        case 4:
          _context13.next = 9;
          break;
        case 6:
          _context13.prev = 6;
          _context13.t0 = _context13["catch"](1);
          console.log(_context13.t0);
        case 9:
          return _context13.abrupt("return", r);
        case 10:
        case "end":
          return _context13.stop();
      }
    }, _callee13, null, [[1, 6]]);
  }));
  return function (_x15) {
    return _ref13.apply(this, arguments);
  };
}();
exports.tidied = /*#__PURE__*/function () {
  var _ref14 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee14(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee14$(_context14) {
      while (1) switch (_context14.prev = _context14.next) {
        case 0:
          r = of(event);
          _context14.prev = 1;
          _context14.next = 4;
          return tidy(r);
        case 4:
          _context14.next = 9;
          break;
        case 6:
          _context14.prev = 6;
          _context14.t0 = _context14["catch"](1);
          console.log(_context14.t0);
        case 9:
          return _context14.abrupt("return", r);
        case 10:
        case "end":
          return _context14.stop();
      }
    }, _callee14, null, [[1, 6]]);
  }));
  return function (_x16) {
    return _ref14.apply(this, arguments);
  };
}();
exports.finished = /*#__PURE__*/function () {
  var _ref15 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee15(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee15$(_context15) {
      while (1) switch (_context15.prev = _context15.next) {
        case 0:
          r = of(event);
          _context15.prev = 1;
          _context15.next = 4;
          return finisher(r);
        case 4:
          _context15.next = 9;
          break;
        case 6:
          _context15.prev = 6;
          _context15.t0 = _context15["catch"](1);
          console.log(_context15.t0);
        case 9:
          return _context15.abrupt("return", r);
        case 10:
        case "end":
          return _context15.stop();
      }
    }, _callee15, null, [[1, 6]]);
  }));
  return function (_x17) {
    return _ref15.apply(this, arguments);
  };
}();
exports.outer = /*#__PURE__*/function () {
  var _ref16 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee17(event) {
    var r, inner;
    return _regeneratorRuntime().wrap(function _callee17$(_context17) {
      while (1) switch (_context17.prev = _context17.next) {
        case 0:
          r = of(event);
          inner = /*#__PURE__*/function () {
            var _ref17 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee16() {
              return _regeneratorRuntime().wrap(function _callee16$(_context16) {
                while (1) switch (_context16.prev = _context16.next) {
                  case 0:
                    _context16.prev = 0;
                    _context16.next = 3;
                    return late(r);
                  case 3:
                    _context16.next = 8;
                    break;
                  case 5:
                    _context16.prev = 5;
                    _context16.t0 = _context16["catch"](0);
                    throw new Error('x');
                  case 8:
                    set(r, 'x-b');
                  case 9:
                  case "end":
                    return _context16.stop();
                }
              }, _callee16, null, [[0, 5]]);
            }));
            return function inner() {
              return _ref17.apply(this, arguments);
            };
          }();
          _context17.prev = 2;
          _context17.next = 5;
          return inner();
        case 5:
          _context17.next = 10;
          break;
        case 7:
          _context17.prev = 7;
          _context17.t0 = _context17["catch"](2);
          console.log(_context17.t0);
        case 10:
          set(r, 'x-c');
          return _context17.abrupt("return", r);
        case 12:
        case "end":
          return _context17.stop();
      }
    }, _callee17, null, [[2, 7]]);
  }));
  return function (_x18) {
    return _ref16.apply(this, arguments);
  };
}();
exports.uncaught = /*#__PURE__*/function () {
  var _ref18 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee18(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee18$(_context18) {
      while (1) switch (_context18.prev = _context18.next) {
        case 0:
          r = of(event);
          _context18.next = 3;
          return late(r);
        case 3:
          return _context18.abrupt("return", r);
        case 4:
        case "end":
          return _context18.stop();
      }
    }, _callee18);
  }));
  return function (_x19) {
    return _ref18.apply(this, arguments);
  };
}();
exports.uncaughtInLoop = /*#__PURE__*/function () {
  var _ref19 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee19(event) {
    var r, _i, _arr, name;
    return _regeneratorRuntime().wrap(function _callee19$(_context19) {
      while (1) switch (_context19.prev = _context19.next) {
        case 0:
          r = of(event);
          _i = 0, _arr = ['x-a', 'x-b'];
        case 2:
          if (!(_i < _arr.length)) {
            _context19.next = 10;
            break;
          }
          name = _arr[_i];
          _context19.next = 6;
          return fetch(name);
        case 6:
          set(r, name);
        case 7:
          _i++;
          _context19.next = 2;
          break;
        case 10:
          return _context19.abrupt("return", r);
        case 11:
        case "end":
          return _context19.stop();
      }
    }, _callee19);
  }));
  return function (_x20) {
    return _ref19.apply(this, arguments);
  };
}();
exports.caughtInLoop = /*#__PURE__*/function () {
  var _ref20 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee20(event) {
    var r, _i2, _arr2, name;
    return _regeneratorRuntime().wrap(function _callee20$(_context20) {
      while (1) switch (_context20.prev = _context20.next) {
        case 0:
          r = of(event);
          _i2 = 0, _arr2 = ['x-a', 'x-b'];
        case 2:
          if (!(_i2 < _arr2.length)) {
            _context20.next = 16;
            break;
          }
          name = _arr2[_i2];
          _context20.prev = 4;
          _context20.next = 7;
          return fetch(name);
        case 7:
          set(r, name);
          _context20.next = 13;
          break;
        case 10:
          _context20.prev = 10;
          _context20.t0 = _context20["catch"](4);
          console.log(_context20.t0);
        case 13:
          _i2++;
          _context20.next = 2;
          break;
        case 16:
          return _context20.abrupt("return", r);
        case 17:
        case "end":
          return _context20.stop();
      }
    }, _callee20, null, [[4, 10]]);
  }));
  return function (_x21) {
    return _ref20.apply(this, arguments);
  };
}();
exports.inPlace = /*#__PURE__*/function () {
  var _ref21 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee21(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee21$(_context21) {
      while (1) switch (_context21.prev = _context21.next) {
        case 0:
          r = of(event);
          _context21.prev = 1;
          set(r, 'x-a');
          _context21.next = 5;
          return fetch('1');
        case 5:
          set(r, 'x-b');
          _context21.next = 11;
          break;
        case 8:
          _context21.prev = 8;
          _context21.t0 = _context21["catch"](1);
          console.log(_context21.t0);
        case 11:
          _context21.prev = 11;
          set(r, 'x-c');
          return _context21.finish(11);
        case 14:
          return _context21.abrupt("return", r);
        case 15:
        case "end":
          return _context21.stop();
      }
    }, _callee21, null, [[1, 8, 11, 14]]);
  }));
  return function (_x22) {
    return _ref21.apply(this, arguments);
  };
}();
exports.inBoth = /*#__PURE__*/function () {
  var _ref22 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee22(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee22$(_context22) {
      while (1) switch (_context22.prev = _context22.next) {
        case 0:
          r = of(event);
          _context22.prev = 1;
          _context22.next = 4;
          return fetch('1');
        case 4:
          set(r, 'x-a');
          _context22.next = 11;
          break;
        case 7:
          _context22.prev = 7;
          _context22.t0 = _context22["catch"](1);
          set(r, 'x-a');
          set(r, 'x-b');
        case 11:
          return _context22.abrupt("return", r);
        case 12:
        case "end":
          return _context22.stop();
      }
    }, _callee22, null, [[1, 7]]);
  }));
  return function (_x23) {
    return _ref22.apply(this, arguments);
  };
}();
exports.rejecting = /*#__PURE__*/function () {
  var _ref23 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee23(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee23$(_context23) {
      while (1) switch (_context23.prev = _context23.next) {
        case 0:
          r = of(event);
          _context23.prev = 1;
          _context23.next = 4;
          return new Promise(function (resolve, reject) {
            set(r, 'x-a');
            fetch('1').then(function () {
              set(r, 'x-b');
              resolve();
            }, reject);
          });
        case 4:
          _context23.next = 9;
          break;
        case 6:
          _context23.prev = 6;
          _context23.t0 = _context23["catch"](1);
          console.log(_context23.t0);
        case 9:
          return _context23.abrupt("return", r);
        case 10:
        case "end":
          return _context23.stop();
      }
    }, _callee23, null, [[1, 6]]);
  }));
  return function (_x24) {
    return _ref23.apply(this, arguments);
  };
}();
exports.resolving = /*#__PURE__*/function () {
  var _ref24 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee24(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee24$(_context24) {
      while (1) switch (_context24.prev = _context24.next) {
        case 0:
          r = of(event);
          _context24.next = 3;
          return new Promise(function (resolve, reject) {
            fetch('1').then(function () {
              set(r, 'x-a');
              resolve();
            })["catch"](reject);
          });
        case 3:
          return _context24.abrupt("return", r);
        case 4:
        case "end":
          return _context24.stop();
      }
    }, _callee24);
  }));
  return function (_x25) {
    return _ref24.apply(this, arguments);
  };
}();
exports.finallyThen = /*#__PURE__*/function () {
  var _ref25 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee25(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee25$(_context25) {
      while (1) switch (_context25.prev = _context25.next) {
        case 0:
          r = of(event);
          return _context25.abrupt("return", fetch('1').then(function () {
            return set(r, 'x-b');
          })["finally"](function () {
            return set(r, 'x-a');
          }).then(function () {
            return r;
          }, function () {
            return r;
          }));
        case 2:
        case "end":
          return _context25.stop();
      }
    }, _callee25);
  }));
  return function (_x26) {
    return _ref25.apply(this, arguments);
  };
}();
exports.retried = /*#__PURE__*/function () {
  var _ref26 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee27(event) {
    var r, retry;
    return _regeneratorRuntime().wrap(function _callee27$(_context27) {
      while (1) switch (_context27.prev = _context27.next) {
        case 0:
          r = of(event);
          retry = /*#__PURE__*/function () {
            var _ref27 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee26(work, left) {
              return _regeneratorRuntime().wrap(function _callee26$(_context26) {
                while (1) switch (_context26.prev = _context26.next) {
                  case 0:
                    _context26.prev = 0;
                    _context26.next = 3;
                    return work();
                  case 3:
                    return _context26.abrupt("return", _context26.sent);
                  case 6:
                    _context26.prev = 6;
                    _context26.t0 = _context26["catch"](0);
                    if (!(left === 0)) {
                      _context26.next = 10;
                      break;
                    }
                    throw _context26.t0;
                  case 10:
                    return _context26.abrupt("return", retry(work, left - 1));
                  case 11:
                  case "end":
                    return _context26.stop();
                }
              }, _callee26, null, [[0, 6]]);
            }));
            return function retry(_x28, _x29) {
              return _ref27.apply(this, arguments);
            };
          }();
          _context27.next = 4;
          return retry(function () {
            return late(r);
          }, 2);
        case 4:
          return _context27.abrupt("return", r);
        case 5:
        case "end":
          return _context27.stop();
      }
    }, _callee27);
  }));
  return function (_x27) {
    return _ref26.apply(this, arguments);
  };
}();