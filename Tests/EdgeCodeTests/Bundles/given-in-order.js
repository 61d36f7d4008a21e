// Each handler sets the headers x-a and x-b, whose names a generator or a list of promises gives it one by one.
const set = (response, name) => { response.headers['x-' + name] = [{ value: '1' }]; };
const of = (event) => event.Records[0].cf.response;
function* both() { yield 'a'; yield 'b'; }
function* looped() { for (const name of ['a', 'b']) yield name; }
async function* waiting() { await fetch('1'); yield 'a'; yield 'b'; }
async function* waitingEach() { for (const name of ['a', 'b']) { await fetch(name); yield name; } }

exports.each = async (event) => { const r = of(event); for (const name of both()) set(r, name); return r; };
exports.eachLooped = async (event) => { const r = of(event); for (const name of looped()) set(r, name); return r; };
exports.spread = async (event) => { const r = of(event); [...looped()].forEach((name) => set(r, name)); return r; };
exports.stepped = async (event) => { const r = of(event); const names = both(); set(r, names.next().value); set(r, names.next().value); return r; };
exports.awaited = async (event) => { const r = of(event); for await (const name of waiting()) set(r, name); return r; };
exports.awaitedEach = async (event) => { const r = of(event); for await (const name of waitingEach()) set(r, name); return r; };
exports.promises = async (event) => {
  const r = of(event); for await (const name of [Promise.resolve('a'), fetch('1').then(() => 'b')]) set(r, name); return r;
};
exports.texts = async (event) => { const r = of(event); for await (const name of ['a', 'b']) set(r, name); return r; };
