// Stands for the runtime's module `cloudfront`: one store, and a note of every call.
function open(id) {
  var store = globalThis.observed.store;
  globalThis.note({ kind: 'store', id: id === undefined ? null : String(id) });
  function item(key) {
    globalThis.note({ kind: 'key', key: String(key) });
    return store && Object.prototype.hasOwnProperty.call(store.items, key) ? store.items[key] : undefined;
  }
  return {
    get: function (key, options) {
      var value = item(key);
      if (value === undefined) return Promise.reject(new Error('KeyNotFound'));
      var isJSON = options && options.format === 'json';
      return Promise.resolve(isJSON && typeof value === 'string' ? JSON.parse(value) : value);
    },
    exists: function (key) { return Promise.resolve(item(key) !== undefined); },
    count: function () { return Promise.resolve(store ? Object.keys(store.items).length : 0); },
    meta: function () { return Promise.resolve({}); },
  };
}

function call(name) {
  return function () { globalThis.note({ kind: 'call', name: name }); };
}

export default {
  kvs: open,
  updateRequestOrigin: call('updateRequestOrigin'),
  selectRequestOriginById: call('selectRequestOriginById'),
  createRequestOriginGroup: call('createRequestOriginGroup'),
};
