"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
0 && (module.exports = {
    default: null,
    headers: null,
    status: null
});
function _export(target, all) {
    for (var name in all) Object.defineProperty(target, name, { enumerable: true, get: all[name] });
}
_export(exports, {
    default: function() {
        return _default;
    },
    headers: function() {
        return headers;
    },
    status: function() {
        return status;
    }
});
var status = '403';
var headers = { 'x-a': [ { key: 'X-A', value: 'b' } ] };
function _default(uri) {
    return Promise.resolve(uri.startsWith('/open'));
}
