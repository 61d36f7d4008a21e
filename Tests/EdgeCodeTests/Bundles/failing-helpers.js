// Each handler sets headers beside something that may fail; FailingHelperTests says which are set on every answer.
const set = (response, name) => { response.headers[name] = [{ value: '1' }]; };
const of = (event) => event.Records[0].cf.response;
const late = async (response) => { set(response, 'x-a'); await fetch('1'); set(response, 'x-b'); };
const thrower = async (response, uri) => { set(response, 'x-a'); if (uri === '/x') throw new Error(uri); set(response, 'x-b'); };
const parser = async (response, uri) => { set(response, 'x-a'); JSON.parse(uri); set(response, 'x-b'); };
const tidy = async (response) => { try { await fetch('1'); set(response, 'x-b'); } catch (e) { console.log(e); } set(response, 'x-a'); };
const finisher = async (response) => { try { await fetch('1'); } finally { set(response, 'x-a'); } set(response, 'x-b'); };

exports.caught = async (event) => { const r = of(event); try { await late(r); } catch (e) { console.log(e); } return r; };
exports.chained = async (event) => { const r = of(event); await late(r).catch(() => {}); return r; };
exports.returned = async (event) => { const r = of(event); return late(r).then(() => r, () => r); };
exports.settled = async (event) => { const r = of(event); await Promise.allSettled([late(r)]); return r; };
exports.together = async (event) => { const r = of(event); try { await Promise.all([late(r)]); } catch (e) { console.log(e); } return r; };
exports.started = async (event) => {
  const r = of(event); const work = late(r); set(r, 'x-c'); try { await work; } catch (e) { console.log(e); } return r;
};
exports.thrown = async (event) => { const r = of(event); try { await thrower(r, event.Records[0].cf.request.uri); } catch (e) { console.log(e); } return r; };
exports.parsed = async (event) => { const r = of(event); try { await parser(r, event.Records[0].cf.request.uri); } catch (e) { console.log(e); } return r; };
exports.tidied = async (event) => { const r = of(event); try { await tidy(r); } catch (e) { console.log(e); } return r; };
exports.finished = async (event) => { const r = of(event); try { await finisher(r); } catch (e) { console.log(e); } return r; };
exports.outer = async (event) => {
  const r = of(event); const inner = async () => { try { await late(r); } catch (e) { throw new Error('x'); } set(r, 'x-b'); };
  try { await inner(); } catch (e) { console.log(e); } set(r, 'x-c'); return r;
};
exports.uncaught = async (event) => { const r = of(event); await late(r); return r; };
exports.uncaughtInLoop = async (event) => {
  const r = of(event); for (const name of ['x-a', 'x-b']) { await fetch(name); set(r, name); } return r;
};
exports.caughtInLoop = async (event) => {
  const r = of(event); for (const name of ['x-a', 'x-b']) { try { await fetch(name); set(r, name); } catch (e) { console.log(e); } } return r;
};
exports.inPlace = async (event) => {
  const r = of(event); try { set(r, 'x-a'); await fetch('1'); set(r, 'x-b'); } catch (e) { console.log(e); } finally { set(r, 'x-c'); } return r;
};
exports.inBoth = async (event) => {
  const r = of(event); try { await fetch('1'); set(r, 'x-a'); } catch (e) { set(r, 'x-a'); set(r, 'x-b'); } return r;
};
exports.rejecting = async (event) => {
  const r = of(event);
  try {
    await new Promise((resolve, reject) => { set(r, 'x-a'); fetch('1').then(() => { set(r, 'x-b'); resolve(); }, reject); });
  } catch (e) { console.log(e); }
  return r;
};
exports.resolving = async (event) => {
  const r = of(event);
  await new Promise((resolve, reject) => { fetch('1').then(() => { set(r, 'x-a'); resolve(); }).catch(reject); });
  return r;
};
exports.finallyThen = async (event) => {
  const r = of(event); return fetch('1').then(() => set(r, 'x-b')).finally(() => set(r, 'x-a')).then(() => r, () => r);
};
exports.retried = async (event) => {
  const r = of(event);
  const retry = async (work, left) => { try { return await work(); } catch (e) { if (left === 0) throw e; return retry(work, left - 1); } };
  await retry(() => late(r), 2); return r;
};
