// Runs a Lambda@Edge handler in each of its forms on events, and prints what it did as JSON, a line an event.
//
//   node --permission --allow-fs-read=… lambda.mjs JOB
//
// JOB is a JSON file: `forms` (folders), `name` (of the exported function), `events`, `now`, `answers`, `network`.
// Nothing leaves the process: node lets it read the package only, and the modules that would connect are stubs.
import { readFileSync, readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clients, request, stubs } from './shims/services.mjs';

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let notes = [];
let isWatching = false;
globalThis.note = (one) => { notes.push(one); };
globalThis.services = { job, clients, request };

const output = (line) => process.stdout.write(JSON.stringify(line) + '\n');
console.log = console.info = console.warn = console.error = console.debug = () => {};
// At the edge this is where the visitor is.
process.env.AWS_REGION = 'where-the-visitor-is';

registerHooks({
  resolve(specifier, context, next) {
    const name = specifier.replace(/^node:/, '');
    return name in stubs ? { url: `stub:${name}`, shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('stub:')) return next(url, context);
    const isRequired = !context.conditions?.includes('import');
    return { format: isRequired ? 'commonjs' : 'module', source: stubs[url.slice(5)](isRequired), shortCircuit: true };
  },
});

// A clock that stands, and a note of each date that is made of a text.
const RealDate = Date;
const parsed = (text) => globalThis.note({ kind: 'date', text, isValid: !Number.isNaN(RealDate.parse(text)) });
globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(job.now);
    else super(...parts);
    if (parts.length === 1 && typeof parts[0] === 'string') parsed(parts[0]);
  }

  static now() { return job.now; }

  static parse(text) {
    parsed(String(text));
    return RealDate.parse(text);
  }
};

let random = 0.9;
Math.random = () => (random = 1 - random);

// What looks at everything to print or copy it reads no part in particular.
const unwatched = (holder, name) => {
  const original = holder[name];
  holder[name] = (...parts) => {
    const before = isWatching;
    isWatching = false;
    try {
      return original.apply(holder, parts);
    } finally {
      isWatching = before;
    }
  };
};
unwatched(JSON, 'stringify');
unwatched(globalThis, 'structuredClone');

const raw = Symbol('raw');

/// An object whose members say when they are read.
function watched(target, path) {
  let enumerated;
  return new Proxy(target, {
    get(holder, member) {
      if (member === raw) return holder;
      const value = Reflect.get(holder, member);
      if (typeof member === 'symbol') return value;
      const inner = [...path, member];
      if (isWatching && enumerated !== member && typeof value !== 'function') {
        globalThis.note({ kind: 'read', path: inner.join('.') });
      }
      enumerated = undefined;
      return value !== null && typeof value === 'object' ? watched(value, inner) : value;
    },
    set(holder, member, value) {
      holder[member] = value !== null && typeof value === 'object' && value[raw] ? value[raw] : value;
      return true;
    },
    // Spread, Object.entries and the like ask for a member's descriptor before they take it.
    getOwnPropertyDescriptor(holder, member) {
      enumerated = member;
      return Reflect.getOwnPropertyDescriptor(holder, member);
    },
    has(holder, member) {
      if (isWatching) globalThis.note({ kind: 'read', path: [...path, member].join('.') });
      return Reflect.has(holder, member);
    },
  });
}

function call(handler, event) {
  return new Promise((resolve, reject) => {
    const answer = (error, result) => (error ? reject(error) : resolve(result));
    const context = {
      functionName: 'edge', awsRequestId: '1', done: answer, succeed: resolve, fail: reject,
      getRemainingTimeInMillis: () => 1000,
    };
    const returned = handler(event, context, answer);
    // An async handler that calls back has answered already; one that does not answers with what it returns.
    if (typeof returned?.then === 'function') returned.then((result) => resolve(result), reject);
    // Where nothing is left to wait for, Lambda answers nothing.
    setTimeout(() => resolve(undefined), 50);
  });
}

for (const [form, folder] of Object.entries(job.forms)) {
  notes = [];
  process.env.LAMBDA_TASK_ROOT = folder;
  globalThis.services.job = structuredClone(job);
  let handler;
  try {
    const entry = readdirSync(folder).find((name) => /^index\.(js|mjs)$/.test(name));
    const module = await import(pathToFileURL(join(folder, entry)).href);
    handler = module[job.name] ?? module.default?.[job.name];
    if (typeof handler !== 'function') throw new Error(`it exports no ${job.name}`);
  } catch (error) {
    output({ form, refused: String(error) });
    continue;
  }
  for (const [index, given] of job.events.entries()) {
    if (index > 0) notes = [];
    const event = structuredClone(given);
    const { request, response } = event.Records[0].cf;
    const facts = { form, before: given.Records[0].cf };
    try {
      isWatching = true;
      const result = await call(handler, watched(event, []));
      isWatching = false;
      facts.isRequest = result?.[raw] === request;
      facts.isResponse = response !== undefined && result?.[raw] === response;
      facts.result = result === undefined ? null : JSON.parse(JSON.stringify(result));
    } catch (error) {
      facts.error = String(error);
    }
    isWatching = false;
    facts.notes = notes;
    output(facts);
  }
}
