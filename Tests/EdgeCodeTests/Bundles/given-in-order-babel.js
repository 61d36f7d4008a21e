"use strict";

function _toConsumableArray(arr) { return _arrayWithoutHoles(arr) || _iterableToArray(arr) || _unsupportedIterableToArray(arr) || _nonIterableSpread(); }
function _nonIterableSpread() { throw new TypeError("Invalid attempt to spread non-iterable instance.\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method."); }
function _iterableToArray(iter) { if (typeof Symbol !== "undefined" && iter[Symbol.iterator] != null || iter["@@iterator"] != null) return Array.from(iter); }
function _arrayWithoutHoles(arr) { if (Array.isArray(arr)) return _arrayLikeToArray(arr); }
function _createForOfIteratorHelper(o, allowArrayLike) { var it = typeof Symbol !== "undefined" && o[Symbol.iterator] || o["@@iterator"]; if (!it) { if (Array.isArray(o) || (it = _unsupportedIterableToArray(o)) || allowArrayLike && o && typeof o.length === "number") { if (it) o = it; var i = 0; var F = function F() {}; return { s: F, n: function n() { if (i >= o.length) return { done: true }; return { done: false, value: o[i++] }; }, e: function e(_e) { throw _e; }, f: F }; } throw new TypeError("Invalid attempt to iterate non-iterable instance.\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method."); } var normalCompletion = true, didErr = false, err; return { s: function s() { it = it.call(o); }, n: function n() { var step = it.next(); normalCompletion = step.done; return step; }, e: function e(_e2) { didErr = true; err = _e2; }, f: function f() { try { if (!normalCompletion && it["return"] != null) it["return"](); } finally { if (didErr) throw err; } } }; }
function _unsupportedIterableToArray(o, minLen) { if (!o) return; if (typeof o === "string") return _arrayLikeToArray(o, minLen); var n = Object.prototype.toString.call(o).slice(8, -1); if (n === "Object" && o.constructor) n = o.constructor.name; if (n === "Map" || n === "Set") return Array.from(o); if (n === "Arguments" || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(n)) return _arrayLikeToArray(o, minLen); }
function _arrayLikeToArray(arr, len) { if (len == null || len > arr.length) len = arr.length; for (var i = 0, arr2 = new Array(len); i < len; i++) arr2[i] = arr[i]; return arr2; }
function asyncGeneratorStep(gen, resolve, reject, _next, _throw, key, arg) { try { var info = gen[key](arg); var value = info.value; } catch (error) { reject(error); return; } if (info.done) { resolve(value); } else { Promise.resolve(value).then(_next, _throw); } }
function _asyncToGenerator(fn) { return function () { var self = this, args = arguments; return new Promise(function (resolve, reject) { var gen = fn.apply(self, args); function _next(value) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, "next", value); } function _throw(err) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, "throw", err); } _next(undefined); }); }; }
var _marked = /*#__PURE__*/_regeneratorRuntime().mark(both),
  _marked2 = /*#__PURE__*/_regeneratorRuntime().mark(looped);
function _typeof(obj) { "@babel/helpers - typeof"; return _typeof = "function" == typeof Symbol && "symbol" == typeof Symbol.iterator ? function (obj) { return typeof obj; } : function (obj) { return obj && "function" == typeof Symbol && obj.constructor === Symbol && obj !== Symbol.prototype ? "symbol" : typeof obj; }, _typeof(obj); }
function _regeneratorRuntime() { "use strict"; /*! regenerator-runtime -- Copyright (c) 2014-present, Facebook, Inc. -- license (MIT): https://github.com/facebook/regenerator/blob/main/LICENSE */ _regeneratorRuntime = function _regeneratorRuntime() { return exports; }; var exports = {}, Op = Object.prototype, hasOwn = Op.hasOwnProperty, defineProperty = Object.defineProperty || function (obj, key, desc) { obj[key] = desc.value; }, $Symbol = "function" == typeof Symbol ? Symbol : {}, iteratorSymbol = $Symbol.iterator || "@@iterator", asyncIteratorSymbol = $Symbol.asyncIterator || "@@asyncIterator", toStringTagSymbol = $Symbol.toStringTag || "@@toStringTag"; function define(obj, key, value) { return Object.defineProperty(obj, key, { value: value, enumerable: !0, configurable: !0, writable: !0 }), obj[key]; } try { define({}, ""); } catch (err) { define = function define(obj, key, value) { return obj[key] = value; }; } function wrap(innerFn, outerFn, self, tryLocsList) { var protoGenerator = outerFn && outerFn.prototype instanceof Generator ? outerFn : Generator, generator = Object.create(protoGenerator.prototype), context = new Context(tryLocsList || []); return defineProperty(generator, "_invoke", { value: makeInvokeMethod(innerFn, self, context) }), generator; } function tryCatch(fn, obj, arg) { try { return { type: "normal", arg: fn.call(obj, arg) }; } catch (err) { return { type: "throw", arg: err }; } } exports.wrap = wrap; var ContinueSentinel = {}; function Generator() {} function GeneratorFunction() {} function GeneratorFunctionPrototype() {} var IteratorPrototype = {}; define(IteratorPrototype, iteratorSymbol, function () { return this; }); var getProto = Object.getPrototypeOf, NativeIteratorPrototype = getProto && getProto(getProto(values([]))); NativeIteratorPrototype && NativeIteratorPrototype !== Op && hasOwn.call(NativeIteratorPrototype, iteratorSymbol) && (IteratorPrototype = NativeIteratorPrototype); var Gp = GeneratorFunctionPrototype.prototype = Generator.prototype = Object.create(IteratorPrototype); function defineIteratorMethods(prototype) { ["next", "throw", "return"].forEach(function (method) { define(prototype, method, function (arg) { return this._invoke(method, arg); }); }); } function AsyncIterator(generator, PromiseImpl) { function invoke(method, arg, resolve, reject) { var record = tryCatch(generator[method], generator, arg); if ("throw" !== record.type) { var result = record.arg, value = result.value; return value && "object" == _typeof(value) && hasOwn.call(value, "__await") ? PromiseImpl.resolve(value.__await).then(function (value) { invoke("next", value, resolve, reject); }, function (err) { invoke("throw", err, resolve, reject); }) : PromiseImpl.resolve(value).then(function (unwrapped) { result.value = unwrapped, resolve(result); }, function (error) { return invoke("throw", error, resolve, reject); }); } reject(record.arg); } var previousPromise; defineProperty(this, "_invoke", { value: function value(method, arg) { function callInvokeWithMethodAndArg() { return new PromiseImpl(function (resolve, reject) { invoke(method, arg, resolve, reject); }); } return previousPromise = previousPromise ? previousPromise.then(callInvokeWithMethodAndArg, callInvokeWithMethodAndArg) : callInvokeWithMethodAndArg(); } }); } function makeInvokeMethod(innerFn, self, context) { var state = "suspendedStart"; return function (method, arg) { if ("executing" === state) throw new Error("Generator is already running"); if ("completed" === state) { if ("throw" === method) throw arg; return doneResult(); } for (context.method = method, context.arg = arg;;) { var delegate = context.delegate; if (delegate) { var delegateResult = maybeInvokeDelegate(delegate, context); if (delegateResult) { if (delegateResult === ContinueSentinel) continue; return delegateResult; } } if ("next" === context.method) context.sent = context._sent = context.arg;else if ("throw" === context.method) { if ("suspendedStart" === state) throw state = "completed", context.arg; context.dispatchException(context.arg); } else "return" === context.method && context.abrupt("return", context.arg); state = "executing"; var record = tryCatch(innerFn, self, context); if ("normal" === record.type) { if (state = context.done ? "completed" : "suspendedYield", record.arg === ContinueSentinel) continue; return { value: record.arg, done: context.done }; } "throw" === record.type && (state = "completed", context.method = "throw", context.arg = record.arg); } }; } function maybeInvokeDelegate(delegate, context) { var methodName = context.method, method = delegate.iterator[methodName]; if (undefined === method) return context.delegate = null, "throw" === methodName && delegate.iterator["return"] && (context.method = "return", context.arg = undefined, maybeInvokeDelegate(delegate, context), "throw" === context.method) || "return" !== methodName && (context.method = "throw", context.arg = new TypeError("The iterator does not provide a '" + methodName + "' method")), ContinueSentinel; var record = tryCatch(method, delegate.iterator, context.arg); if ("throw" === record.type) return context.method = "throw", context.arg = record.arg, context.delegate = null, ContinueSentinel; var info = record.arg; return info ? info.done ? (context[delegate.resultName] = info.value, context.next = delegate.nextLoc, "return" !== context.method && (context.method = "next", context.arg = undefined), context.delegate = null, ContinueSentinel) : info : (context.method = "throw", context.arg = new TypeError("iterator result is not an object"), context.delegate = null, ContinueSentinel); } function pushTryEntry(locs) { var entry = { tryLoc: locs[0] }; 1 in locs && (entry.catchLoc = locs[1]), 2 in locs && (entry.finallyLoc = locs[2], entry.afterLoc = locs[3]), this.tryEntries.push(entry); } function resetTryEntry(entry) { var record = entry.completion || {}; record.type = "normal", delete record.arg, entry.completion = record; } function Context(tryLocsList) { this.tryEntries = [{ tryLoc: "root" }], tryLocsList.forEach(pushTryEntry, this), this.reset(!0); } function values(iterable) { if (iterable) { var iteratorMethod = iterable[iteratorSymbol]; if (iteratorMethod) return iteratorMethod.call(iterable); if ("function" == typeof iterable.next) return iterable; if (!isNaN(iterable.length)) { var i = -1, next = function next() { for (; ++i < iterable.length;) if (hasOwn.call(iterable, i)) return next.value = iterable[i], next.done = !1, next; return next.value = undefined, next.done = !0, next; }; return next.next = next; } } return { next: doneResult }; } function doneResult() { return { value: undefined, done: !0 }; } return GeneratorFunction.prototype = GeneratorFunctionPrototype, defineProperty(Gp, "constructor", { value: GeneratorFunctionPrototype, configurable: !0 }), defineProperty(GeneratorFunctionPrototype, "constructor", { value: GeneratorFunction, configurable: !0 }), GeneratorFunction.displayName = define(GeneratorFunctionPrototype, toStringTagSymbol, "GeneratorFunction"), exports.isGeneratorFunction = function (genFun) { var ctor = "function" == typeof genFun && genFun.constructor; return !!ctor && (ctor === GeneratorFunction || "GeneratorFunction" === (ctor.displayName || ctor.name)); }, exports.mark = function (genFun) { return Object.setPrototypeOf ? Object.setPrototypeOf(genFun, GeneratorFunctionPrototype) : (genFun.__proto__ = GeneratorFunctionPrototype, define(genFun, toStringTagSymbol, "GeneratorFunction")), genFun.prototype = Object.create(Gp), genFun; }, exports.awrap = function (arg) { return { __await: arg }; }, defineIteratorMethods(AsyncIterator.prototype), define(AsyncIterator.prototype, asyncIteratorSymbol, function () { return this; }), exports.AsyncIterator = AsyncIterator, exports.async = function (innerFn, outerFn, self, tryLocsList, PromiseImpl) { void 0 === PromiseImpl && (PromiseImpl = Promise); var iter = new AsyncIterator(wrap(innerFn, outerFn, self, tryLocsList), PromiseImpl); return exports.isGeneratorFunction(outerFn) ? iter : iter.next().then(function (result) { return result.done ? result.value : iter.next(); }); }, defineIteratorMethods(Gp), define(Gp, toStringTagSymbol, "Generator"), define(Gp, iteratorSymbol, function () { return this; }), define(Gp, "toString", function () { return "[object Generator]"; }), exports.keys = function (val) { var object = Object(val), keys = []; for (var key in object) keys.push(key); return keys.reverse(), function next() { for (; keys.length;) { var key = keys.pop(); if (key in object) return next.value = key, next.done = !1, next; } return next.done = !0, next; }; }, exports.values = values, Context.prototype = { constructor: Context, reset: function reset(skipTempReset) { if (this.prev = 0, this.next = 0, this.sent = this._sent = undefined, this.done = !1, this.delegate = null, this.method = "next", this.arg = undefined, this.tryEntries.forEach(resetTryEntry), !skipTempReset) for (var name in this) "t" === name.charAt(0) && hasOwn.call(this, name) && !isNaN(+name.slice(1)) && (this[name] = undefined); }, stop: function stop() { this.done = !0; var rootRecord = this.tryEntries[0].completion; if ("throw" === rootRecord.type) throw rootRecord.arg; return this.rval; }, dispatchException: function dispatchException(exception) { if (this.done) throw exception; var context = this; function handle(loc, caught) { return record.type = "throw", record.arg = exception, context.next = loc, caught && (context.method = "next", context.arg = undefined), !!caught; } for (var i = this.tryEntries.length - 1; i >= 0; --i) { var entry = this.tryEntries[i], record = entry.completion; if ("root" === entry.tryLoc) return handle("end"); if (entry.tryLoc <= this.prev) { var hasCatch = hasOwn.call(entry, "catchLoc"), hasFinally = hasOwn.call(entry, "finallyLoc"); if (hasCatch && hasFinally) { if (this.prev < entry.catchLoc) return handle(entry.catchLoc, !0); if (this.prev < entry.finallyLoc) return handle(entry.finallyLoc); } else if (hasCatch) { if (this.prev < entry.catchLoc) return handle(entry.catchLoc, !0); } else { if (!hasFinally) throw new Error("try statement without catch or finally"); if (this.prev < entry.finallyLoc) return handle(entry.finallyLoc); } } } }, abrupt: function abrupt(type, arg) { for (var i = this.tryEntries.length - 1; i >= 0; --i) { var entry = this.tryEntries[i]; if (entry.tryLoc <= this.prev && hasOwn.call(entry, "finallyLoc") && this.prev < entry.finallyLoc) { var finallyEntry = entry; break; } } finallyEntry && ("break" === type || "continue" === type) && finallyEntry.tryLoc <= arg && arg <= finallyEntry.finallyLoc && (finallyEntry = null); var record = finallyEntry ? finallyEntry.completion : {}; return record.type = type, record.arg = arg, finallyEntry ? (this.method = "next", this.next = finallyEntry.finallyLoc, ContinueSentinel) : this.complete(record); }, complete: function complete(record, afterLoc) { if ("throw" === record.type) throw record.arg; return "break" === record.type || "continue" === record.type ? this.next = record.arg : "return" === record.type ? (this.rval = this.arg = record.arg, this.method = "return", this.next = "end") : "normal" === record.type && afterLoc && (this.next = afterLoc), ContinueSentinel; }, finish: function finish(finallyLoc) { for (var i = this.tryEntries.length - 1; i >= 0; --i) { var entry = this.tryEntries[i]; if (entry.finallyLoc === finallyLoc) return this.complete(entry.completion, entry.afterLoc), resetTryEntry(entry), ContinueSentinel; } }, "catch": function _catch(tryLoc) { for (var i = this.tryEntries.length - 1; i >= 0; --i) { var entry = this.tryEntries[i]; if (entry.tryLoc === tryLoc) { var record = entry.completion; if ("throw" === record.type) { var thrown = record.arg; resetTryEntry(entry); } return thrown; } } throw new Error("illegal catch attempt"); }, delegateYield: function delegateYield(iterable, resultName, nextLoc) { return this.delegate = { iterator: values(iterable), resultName: resultName, nextLoc: nextLoc }, "next" === this.method && (this.arg = undefined), ContinueSentinel; } }, exports; }
function _asyncIterator(iterable) { var method, async, sync, retry = 2; for ("undefined" != typeof Symbol && (async = Symbol.asyncIterator, sync = Symbol.iterator); retry--;) { if (async && null != (method = iterable[async])) return method.call(iterable); if (sync && null != (method = iterable[sync])) return new AsyncFromSyncIterator(method.call(iterable)); async = "@@asyncIterator", sync = "@@iterator"; } throw new TypeError("Object is not async iterable"); }
function AsyncFromSyncIterator(s) { function AsyncFromSyncIteratorContinuation(r) { if (Object(r) !== r) return Promise.reject(new TypeError(r + " is not an object.")); var done = r.done; return Promise.resolve(r.value).then(function (value) { return { value: value, done: done }; }); } return AsyncFromSyncIterator = function AsyncFromSyncIterator(s) { this.s = s, this.n = s.next; }, AsyncFromSyncIterator.prototype = { s: null, n: null, next: function next() { return AsyncFromSyncIteratorContinuation(this.n.apply(this.s, arguments)); }, "return": function _return(value) { var ret = this.s["return"]; return void 0 === ret ? Promise.resolve({ value: value, done: !0 }) : AsyncFromSyncIteratorContinuation(ret.apply(this.s, arguments)); }, "throw": function _throw(value) { var thr = this.s["return"]; return void 0 === thr ? Promise.reject(value) : AsyncFromSyncIteratorContinuation(thr.apply(this.s, arguments)); } }, new AsyncFromSyncIterator(s); }
function _awaitAsyncGenerator(value) { return new _OverloadYield(value, 0); }
function _wrapAsyncGenerator(fn) { return function () { return new _AsyncGenerator(fn.apply(this, arguments)); }; }
function _AsyncGenerator(gen) { var front, back; function resume(key, arg) { try { var result = gen[key](arg), value = result.value, overloaded = value instanceof _OverloadYield; Promise.resolve(overloaded ? value.v : value).then(function (arg) { if (overloaded) { var nextKey = "return" === key ? "return" : "next"; if (!value.k || arg.done) return resume(nextKey, arg); arg = gen[nextKey](arg).value; } settle(result.done ? "return" : "normal", arg); }, function (err) { resume("throw", err); }); } catch (err) { settle("throw", err); } } function settle(type, value) { switch (type) { case "return": front.resolve({ value: value, done: !0 }); break; case "throw": front.reject(value); break; default: front.resolve({ value: value, done: !1 }); } (front = front.next) ? resume(front.key, front.arg) : back = null; } this._invoke = function (key, arg) { return new Promise(function (resolve, reject) { var request = { key: key, arg: arg, resolve: resolve, reject: reject, next: null }; back ? back = back.next = request : (front = back = request, resume(key, arg)); }); }, "function" != typeof gen["return"] && (this["return"] = void 0); }
_AsyncGenerator.prototype["function" == typeof Symbol && Symbol.asyncIterator || "@@asyncIterator"] = function () { return this; }, _AsyncGenerator.prototype.next = function (arg) { return this._invoke("next", arg); }, _AsyncGenerator.prototype["throw"] = function (arg) { return this._invoke("throw", arg); }, _AsyncGenerator.prototype["return"] = function (arg) { return this._invoke("return", arg); };
function _OverloadYield(value, kind) { this.v = value, this.k = kind; }
// Each handler sets the headers x-a and x-b, whose names a generator or a list of promises gives it one by one.
var set = function set(response, name) {
  response.headers['x-' + name] = [{
    value: '1'
  }];
};
var of = function of(event) {
  return event.Records[0].cf.response;
};
function both() {
  return _regeneratorRuntime().wrap(function both$(_context2) {
    while (1) switch (_context2.prev = _context2.next) {
      case 0:
        _context2.next = 2;
        return 'a';
      case 2:
        _context2.next = 4;
        return 'b';
      case 4:
      case "end":
        return _context2.stop();
    }
  }, _marked);
}
function looped() {
  var _i2, _arr2, name;
  return _regeneratorRuntime().wrap(function looped$(_context3) {
    while (1) switch (_context3.prev = _context3.next) {
      case 0:
        _i2 = 0, _arr2 = ['a', 'b'];
      case 1:
        if (!(_i2 < _arr2.length)) {
          _context3.next = 8;
          break;
        }
        name = _arr2[_i2];
        _context3.next = 5;
        return name;
      case 5:
        _i2++;
        _context3.next = 1;
        break;
      case 8:
      case "end":
        return _context3.stop();
    }
  }, _marked2);
}
function waiting() {
  return _waiting.apply(this, arguments);
}
function _waiting() {
  _waiting = _wrapAsyncGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee2() {
    return _regeneratorRuntime().wrap(function _callee2$(_context4) {
      while (1) switch (_context4.prev = _context4.next) {
        case 0:
          _context4.next = 2;
          return _awaitAsyncGenerator(fetch('1'));
        case 2:
          _context4.next = 4;
          return 'a';
        case 4:
          _context4.next = 6;
          return 'b';
        case 6:
        case "end":
          return _context4.stop();
      }
    }, _callee2);
  }));
  return _waiting.apply(this, arguments);
}
function waitingEach() {
  return _waitingEach.apply(this, arguments);
}
function _waitingEach() {
  _waitingEach = _wrapAsyncGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee() {
    var _i, _arr, name;
    return _regeneratorRuntime().wrap(function _callee$(_context) {
      while (1) switch (_context.prev = _context.next) {
        case 0:
          _i = 0, _arr = ['a', 'b'];
        case 1:
          if (!(_i < _arr.length)) {
            _context.next = 10;
            break;
          }
          name = _arr[_i];
          _context.next = 5;
          return _awaitAsyncGenerator(fetch(name));
        case 5:
          _context.next = 7;
          return name;
        case 7:
          _i++;
          _context.next = 1;
          break;
        case 10:
        case "end":
          return _context.stop();
      }
    }, _callee);
  }));
  return _waitingEach.apply(this, arguments);
}
exports.each = /*#__PURE__*/function () {
  var _ref = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee3(event) {
    var r, _iterator5, _step5, name;
    return _regeneratorRuntime().wrap(function _callee3$(_context5) {
      while (1) switch (_context5.prev = _context5.next) {
        case 0:
          r = of(event);
          _iterator5 = _createForOfIteratorHelper(both());
          try {
            for (_iterator5.s(); !(_step5 = _iterator5.n()).done;) {
              name = _step5.value;
              set(r, name);
            }
          } catch (err) {
            _iterator5.e(err);
          } finally {
            _iterator5.f();
          }
          return _context5.abrupt("return", r);
        case 4:
        case "end":
          return _context5.stop();
      }
    }, _callee3);
  }));
  return function (_x) {
    return _ref.apply(this, arguments);
  };
}();
exports.eachLooped = /*#__PURE__*/function () {
  var _ref2 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee4(event) {
    var r, _iterator6, _step6, name;
    return _regeneratorRuntime().wrap(function _callee4$(_context6) {
      while (1) switch (_context6.prev = _context6.next) {
        case 0:
          r = of(event);
          _iterator6 = _createForOfIteratorHelper(looped());
          try {
            for (_iterator6.s(); !(_step6 = _iterator6.n()).done;) {
              name = _step6.value;
              set(r, name);
            }
          } catch (err) {
            _iterator6.e(err);
          } finally {
            _iterator6.f();
          }
          return _context6.abrupt("return", r);
        case 4:
        case "end":
          return _context6.stop();
      }
    }, _callee4);
  }));
  return function (_x2) {
    return _ref2.apply(this, arguments);
  };
}();
exports.spread = /*#__PURE__*/function () {
  var _ref3 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee5(event) {
    var r;
    return _regeneratorRuntime().wrap(function _callee5$(_context7) {
      while (1) switch (_context7.prev = _context7.next) {
        case 0:
          r = of(event);
          _toConsumableArray(looped()).forEach(function (name) {
            return set(r, name);
          });
          return _context7.abrupt("return", r);
        case 3:
        case "end":
          return _context7.stop();
      }
    }, _callee5);
  }));
  return function (_x3) {
    return _ref3.apply(this, arguments);
  };
}();
exports.stepped = /*#__PURE__*/function () {
  var _ref4 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee6(event) {
    var r, names;
    return _regeneratorRuntime().wrap(function _callee6$(_context8) {
      while (1) switch (_context8.prev = _context8.next) {
        case 0:
          r = of(event);
          names = both();
          set(r, names.next().value);
          set(r, names.next().value);
          return _context8.abrupt("return", r);
        case 5:
        case "end":
          return _context8.stop();
      }
    }, _callee6);
  }));
  return function (_x4) {
    return _ref4.apply(this, arguments);
  };
}();
exports.awaited = /*#__PURE__*/function () {
  var _ref5 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee7(event) {
    var r, _iteratorAbruptCompletion, _didIteratorError, _iteratorError, _iterator, _step, name;
    return _regeneratorRuntime().wrap(function _callee7$(_context9) {
      while (1) switch (_context9.prev = _context9.next) {
        case 0:
          r = of(event);
          _iteratorAbruptCompletion = false;
          _didIteratorError = false;
          _context9.prev = 3;
          _iterator = _asyncIterator(waiting());
        case 5:
          _context9.next = 7;
          return _iterator.next();
        case 7:
          if (!(_iteratorAbruptCompletion = !(_step = _context9.sent).done)) {
            _context9.next = 13;
            break;
          }
          name = _step.value;
          set(r, name);
        case 10:
          _iteratorAbruptCompletion = false;
          _context9.next = 5;
          break;
        case 13:
          _context9.next = 19;
          break;
        case 15:
          _context9.prev = 15;
          _context9.t0 = _context9["catch"](3);
          _didIteratorError = true;
          _iteratorError = _context9.t0;
        case 19:
          _context9.prev = 19;
          _context9.prev = 20;
          if (!(_iteratorAbruptCompletion && _iterator["return"] != null)) {
            _context9.next = 24;
            break;
          }
          _context9.next = 24;
          return _iterator["return"]();
        case 24:
          _context9.prev = 24;
          if (!_didIteratorError) {
            _context9.next = 27;
            break;
          }
          throw _iteratorError;
        case 27:
          return _context9.finish(24);
        case 28:
          return _context9.finish(19);
        case 29:
          return _context9.abrupt("return", r);
        case 30:
        case "end":
          return _context9.stop();
      }
    }, _callee7, null, [[3, 15, 19, 29], [20,, 24, 28]]);
  }));
  return function (_x5) {
    return _ref5.apply(this, arguments);
  };
}();
exports.awaitedEach = /*#__PURE__*/function () {
  var _ref6 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee8(event) {
    var r, _iteratorAbruptCompletion2, _didIteratorError2, _iteratorError2, _iterator2, _step2, name;
    return _regeneratorRuntime().wrap(function _callee8$(_context10) {
      while (1) switch (_context10.prev = _context10.next) {
        case 0:
          r = of(event);
          _iteratorAbruptCompletion2 = false;
          _didIteratorError2 = false;
          _context10.prev = 3;
          _iterator2 = _asyncIterator(waitingEach());
        case 5:
          _context10.next = 7;
          return _iterator2.next();
        case 7:
          if (!(_iteratorAbruptCompletion2 = !(_step2 = _context10.sent).done)) {
            _context10.next = 13;
            break;
          }
          name = _step2.value;
          set(r, name);
        case 10:
          _iteratorAbruptCompletion2 = false;
          _context10.next = 5;
          break;
        case 13:
          _context10.next = 19;
          break;
        case 15:
          _context10.prev = 15;
          _context10.t0 = _context10["catch"](3);
          _didIteratorError2 = true;
          _iteratorError2 = _context10.t0;
        case 19:
          _context10.prev = 19;
          _context10.prev = 20;
          if (!(_iteratorAbruptCompletion2 && _iterator2["return"] != null)) {
            _context10.next = 24;
            break;
          }
          _context10.next = 24;
          return _iterator2["return"]();
        case 24:
          _context10.prev = 24;
          if (!_didIteratorError2) {
            _context10.next = 27;
            break;
          }
          throw _iteratorError2;
        case 27:
          return _context10.finish(24);
        case 28:
          return _context10.finish(19);
        case 29:
          return _context10.abrupt("return", r);
        case 30:
        case "end":
          return _context10.stop();
      }
    }, _callee8, null, [[3, 15, 19, 29], [20,, 24, 28]]);
  }));
  return function (_x6) {
    return _ref6.apply(this, arguments);
  };
}();
exports.promises = /*#__PURE__*/function () {
  var _ref7 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee9(event) {
    var r, _iteratorAbruptCompletion3, _didIteratorError3, _iteratorError3, _iterator3, _step3, name;
    return _regeneratorRuntime().wrap(function _callee9$(_context11) {
      while (1) switch (_context11.prev = _context11.next) {
        case 0:
          r = of(event);
          _iteratorAbruptCompletion3 = false;
          _didIteratorError3 = false;
          _context11.prev = 3;
          _iterator3 = _asyncIterator([Promise.resolve('a'), fetch('1').then(function () {
            return 'b';
          })]);
        case 5:
          _context11.next = 7;
          return _iterator3.next();
        case 7:
          if (!(_iteratorAbruptCompletion3 = !(_step3 = _context11.sent).done)) {
            _context11.next = 13;
            break;
          }
          name = _step3.value;
          set(r, name);
        case 10:
          _iteratorAbruptCompletion3 = false;
          _context11.next = 5;
          break;
        case 13:
          _context11.next = 19;
          break;
        case 15:
          _context11.prev = 15;
          _context11.t0 = _context11["catch"](3);
          _didIteratorError3 = true;
          _iteratorError3 = _context11.t0;
        case 19:
          _context11.prev = 19;
          _context11.prev = 20;
          if (!(_iteratorAbruptCompletion3 && _iterator3["return"] != null)) {
            _context11.next = 24;
            break;
          }
          _context11.next = 24;
          return _iterator3["return"]();
        case 24:
          _context11.prev = 24;
          if (!_didIteratorError3) {
            _context11.next = 27;
            break;
          }
          throw _iteratorError3;
        case 27:
          return _context11.finish(24);
        case 28:
          return _context11.finish(19);
        case 29:
          return _context11.abrupt("return", r);
        case 30:
        case "end":
          return _context11.stop();
      }
    }, _callee9, null, [[3, 15, 19, 29], [20,, 24, 28]]);
  }));
  return function (_x7) {
    return _ref7.apply(this, arguments);
  };
}();
exports.texts = /*#__PURE__*/function () {
  var _ref8 = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee10(event) {
    var r, _iteratorAbruptCompletion4, _didIteratorError4, _iteratorError4, _iterator4, _step4, name;
    return _regeneratorRuntime().wrap(function _callee10$(_context12) {
      while (1) switch (_context12.prev = _context12.next) {
        case 0:
          r = of(event);
          _iteratorAbruptCompletion4 = false;
          _didIteratorError4 = false;
          _context12.prev = 3;
          _iterator4 = _asyncIterator(['a', 'b']);
        case 5:
          _context12.next = 7;
          return _iterator4.next();
        case 7:
          if (!(_iteratorAbruptCompletion4 = !(_step4 = _context12.sent).done)) {
            _context12.next = 13;
            break;
          }
          name = _step4.value;
          set(r, name);
        case 10:
          _iteratorAbruptCompletion4 = false;
          _context12.next = 5;
          break;
        case 13:
          _context12.next = 19;
          break;
        case 15:
          _context12.prev = 15;
          _context12.t0 = _context12["catch"](3);
          _didIteratorError4 = true;
          _iteratorError4 = _context12.t0;
        case 19:
          _context12.prev = 19;
          _context12.prev = 20;
          if (!(_iteratorAbruptCompletion4 && _iterator4["return"] != null)) {
            _context12.next = 24;
            break;
          }
          _context12.next = 24;
          return _iterator4["return"]();
        case 24:
          _context12.prev = 24;
          if (!_didIteratorError4) {
            _context12.next = 27;
            break;
          }
          throw _iteratorError4;
        case 27:
          return _context12.finish(24);
        case 28:
          return _context12.finish(19);
        case 29:
          return _context12.abrupt("return", r);
        case 30:
        case "end":
          return _context12.stop();
      }
    }, _callee10, null, [[3, 15, 19, 29], [20,, 24, 28]]);
  }));
  return function (_x8) {
    return _ref8.apply(this, arguments);
  };
}();