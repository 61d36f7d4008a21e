// Runs before the function, in njs: a clock that stands, and notes of what the function does.
globalThis.observed = GIVEN;
globalThis.observed.notes = [];
globalThis.note = function (one) { globalThis.observed.notes.push(one); };
globalThis.observed.output = console.log;
console.log = function () {};
Math.random = function () {
  globalThis.observed.random = 1 - (globalThis.observed.random || 0.1);
  return globalThis.observed.random;
};

(function () {
  var Original = Date;
  function parsed(text) {
    globalThis.note({ kind: 'date', text: text, isValid: !isNaN(Original.parse(text)) });
  }
  function Clock(a, b, c, d, e, f, g) {
    if (!(this instanceof Clock)) return new Original(globalThis.observed.now).toString();
    switch (arguments.length) {
      case 0: return new Original(globalThis.observed.now);
      case 1:
        if (typeof a === 'string') parsed(a);
        return new Original(a);
      default: return new Original(a, b, c || 1, d || 0, e || 0, f || 0, g || 0);
    }
  }
  Clock.prototype = Original.prototype;
  Clock.now = function () { return globalThis.observed.now; };
  Clock.UTC = Original.UTC;
  Clock.parse = function (text) {
    parsed(String(text));
    return Original.parse(text);
  };
  Date = Clock;
})();
