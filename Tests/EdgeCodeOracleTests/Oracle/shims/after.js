// Runs after the function: calls it with each event, and prints what it did as JSON, a line an event.
(function () {
  var observed = globalThis.observed;
  var loading = observed.notes;

  // A member that says when it is read.
  function watch(holder, member) {
    var value = holder[member];
    Object.defineProperty(holder, member, {
      enumerable: true, configurable: true,
      get: function () { globalThis.note({ kind: 'read', path: member }); return value; },
      set: function (other) { value = other; },
    });
  }

  function next(index) {
    if (index === observed.events.length) return;
    var event = observed.events[index];
    var before = JSON.stringify(event);
    observed.notes = index === 0 ? loading : [];
    Object.keys(event.request).forEach(function (member) { watch(event.request, member); });
    function done(result, error) {
      var notes = observed.notes;
      observed.notes = [];
      var facts = { notes: notes, before: JSON.parse(before) };
      if (error !== undefined) facts.error = String(error);
      else facts.result = result === undefined ? null : JSON.parse(JSON.stringify(result));
      facts.isRequest = result !== undefined && result === event.request;
      facts.isResponse = result !== undefined && result === event.response;
      observed.output(JSON.stringify(facts));
      next(index + 1);
    }
    var promise;
    try {
      promise = Promise.resolve(handler(event));
    } catch (error) {
      done(undefined, error);
      return;
    }
    promise.then(function (result) { done(result); }, function (error) { done(undefined, error); });
  }

  next(0);
})();
