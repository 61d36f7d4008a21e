// The least that a regenerator has; what it is known by is as in every version.
exports.make = function () {
  function Generator() {}
  function wrap(body, outer, self, trys) {
    var made = Object.create((outer && outer.prototype instanceof Generator ? outer : Generator).prototype);
    made._invoke = function () { return body; };
    return made;
  }
  function mark(fn) { return fn; }
  return { wrap: wrap, w: wrap, mark: mark, m: mark };
};
exports.async = function (fn) {
  function step(gen, resolve, reject, next, fail, key, arg) {
    try { var info = gen[key](arg), value = info.value; } catch (error) { return reject(error); }
    if (info.done) resolve(value); else Promise.resolve(value).then(next, fail);
  }
  return function () {
    var self = this, args = arguments;
    return new Promise(function (resolve, reject) {
      var gen = fn.apply(self, args);
      function next(value) { step(gen, resolve, reject, next, fail, "next", value); }
      function fail(error) { step(gen, resolve, reject, next, fail, "throw", error); }
      next(undefined);
    });
  };
};
