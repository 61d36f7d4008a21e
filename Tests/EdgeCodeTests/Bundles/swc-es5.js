"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
Object.defineProperty(exports, "handler", {
    enumerable: true,
    get: function() {
        return handler;
    }
});
var _lib = _interop_require_default(require("./lib"));
var _all = _interop_require_wildcard(require("./lib"));
function _interop_require_default(obj) {
    return obj && obj.__esModule ? obj : { default: obj };
}
function _interop_require_wildcard(obj) {
    if (obj && obj.__esModule) return obj;
    var copy = { __proto__: null, default: obj };
    for (var key in obj) if (key !== "default") copy[key] = obj[key];
    return copy;
}
function _step(gen, resolve, reject, next, fail, key, arg) {
    try {
        var info = gen[key](arg);
    } catch (error) {
        return reject(error);
    }
    if (info.done) resolve(info.value);
    else Promise.resolve(info.value).then(next, fail);
}
function _async_to_generator(fn) {
    return function() {
        var self = this, args = arguments;
        return new Promise(function(resolve, reject) {
            var gen = fn.apply(self, args);
            function next(value) {
                _step(gen, resolve, reject, next, fail, "next", value);
            }
            function fail(error) {
                _step(gen, resolve, reject, next, fail, "throw", error);
            }
            next(undefined);
        });
    };
}
function _define_property(obj, key, value) {
    if (key in obj) Object.defineProperty(obj, key, { value, enumerable: true, configurable: true, writable: true });
    else obj[key] = value;
    return obj;
}
function _object_spread(target) {
    for (var i = 1; i < arguments.length; i++) {
        var source = arguments[i] != null ? arguments[i] : {};
        var names = Object.keys(source);
        if (typeof Object.getOwnPropertySymbols === "function") {
            names = names.concat(Object.getOwnPropertySymbols(source).filter(function(symbol) {
                return Object.getOwnPropertyDescriptor(source, symbol).enumerable;
            }));
        }
        names.forEach(function(name) {
            _define_property(target, name, source[name]);
        });
    }
    return target;
}
// What keeps the state has these members in every version.
function _ts_generator(thisArg, body) {
    var last, state = { label: 0, sent: function() { return last; }, trys: [], ops: [] };
    return {
        next: function(value) {
            for (last = value;;) {
                var op = body.call(thisArg, state);
                if (op[0] === 2) return { value: op[1], done: true };
                if (op[0] === 3) state.label = op[1];
                else if (state.label++, op[0] === 4) return { value: op[1], done: false };
            }
        }
    };
}
var handler = function(event) {
    return _async_to_generator(function() {
        var request, ok;
        return _ts_generator(this, function(_state) {
            switch(_state.label){
                case 0:
                    request = event.Records[0].cf.request;
                    return [
                        4,
                        _lib.default(request.uri)
                    ];
                case 1:
                    ok = _state.sent();
                    if (!ok) return [
                        2,
                        {
                            status: _all.status,
                            headers: _object_spread({}, _all.headers, { 'x-b': [ { key: 'X-B', value: 'c' } ] })
                        }
                    ];
                    return [
                        2,
                        request
                    ];
            }
        });
    })();
};
