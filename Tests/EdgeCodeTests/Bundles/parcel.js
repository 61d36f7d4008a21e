var $parcel$global = globalThis;
function $parcel$export(e, n, get) {
  Object.defineProperty(e, n, { get, enumerable: true, configurable: true });
}
var $parcel$modules = {};
var $parcel$inits = {};
var parcelRequire = $parcel$global["parcelRequire94c2"];
if (parcelRequire == null) {
  parcelRequire = function(id) {
    if (id in $parcel$modules) return $parcel$modules[id].exports;
    if (!(id in $parcel$inits)) throw new Error("Cannot find module '" + id + "'");
    var init = $parcel$inits[id], module = { id: id, exports: {} };
    delete $parcel$inits[id];
    $parcel$modules[id] = module;
    init.call(module.exports, module, module.exports);
    return module.exports;
  };
  parcelRequire.register = function register(id, init) {
    $parcel$inits[id] = init;
  };
  $parcel$global["parcelRequire94c2"] = parcelRequire;
}
var parcelRegister = parcelRequire.register;
parcelRegister("9OJrT", function(module, exports) {
  module.exports = (status) => ({ status, headers: { 'x-a': [{ key: 'X-A', value: 'b' }] } });
});
$parcel$export(module.exports, "handler", () => $aa0fbb1a58ce5d5d$export$c3c52e219617878);
var $9OJrT = parcelRequire("9OJrT");
const $aa0fbb1a58ce5d5d$export$c3c52e219617878 = async (event) => {
  const request = event.Records[0].cf.request;
  return request.uri === '/a' ? $9OJrT('404') : request;
};
