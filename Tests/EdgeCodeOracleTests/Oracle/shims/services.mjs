// Stand for the modules that would leave the process: AWS's clients, `sharp`, HTTP. Each notes what is asked of it.
const clientNames = {
  'aws-sdk': ['S3', 'DynamoDB', 'SSM', 'SQS', 'SecretsManager'],
  '@aws-sdk/client-s3': ['S3Client', 'GetObjectCommand', 'HeadObjectCommand'],
  '@aws-sdk/client-ssm': ['SSMClient', 'GetParameterCommand'],
  '@aws-sdk/client-sqs': ['SQSClient', 'SendMessageCommand'],
  '@aws-sdk/client-dynamodb': ['DynamoDBClient', 'GetItemCommand'],
};

const here = () => globalThis.services.job;

/// What the service answers to an operation: the job's answers in turn.
function answer(operation) {
  const answers = here().answers?.[operation];
  if (!answers) return Promise.reject(new Error(`nobody answers ${operation}`));
  const next = answers.shift();
  answers.push(next);
  return next === 'throws' ? Promise.reject(new Error('the service fails')) : Promise.resolve(next);
}

const region = (options, shared) => options?.region ?? shared?.region ?? process.env.AWS_REGION;

/// A client of the SDK 2 or 3: any operation may be called, or sent.
function client(name, shared) {
  return class {
    constructor(options) {
      const named = region(options, shared);
      globalThis.note({ kind: 'client', name, region: named === process.env.AWS_REGION ? null : named });
      return new Proxy(this, {
        get: (_, operation) => {
          if (operation === 'send') return (command) => answer(command.constructor.operation);
          if (operation === 'then') return undefined;
          return () => ({ promise: () => answer(operation) });
        },
      });
    }
  };
}

/// The members of a module of the SDK.
export function clients(module) {
  const shared = {};
  const members = {};
  for (const name of clientNames[module]) {
    if (name.endsWith('Command')) {
      members[name] = class { static operation = name; constructor(input) { this.input = input; } };
    } else {
      members[name] = client(name, shared);
    }
  }
  if (module === 'aws-sdk') {
    members.DynamoDB.DocumentClient = client('DynamoDB.DocumentClient', shared);
    members.config = { update: (options) => Object.assign(shared, options) };
  }
  return members;
}

/// A request over HTTP: the job's texts in turn; where there is none, nobody is there.
export function request(url, options, callback = options) {
  const listeners = {};
  const exchange = {
    on(name, listener) {
      listeners[name] = listener;
      return exchange;
    },
    end: () => exchange,
    write: () => true,
    setTimeout: () => exchange,
    destroy() {},
  };
  const texts = here().network ?? [];
  const text = texts.shift();
  texts.push(text);
  setImmediate(() => {
    if (typeof text !== 'string') return listeners.error?.(new Error('connect ECONNREFUSED'));
    const parts = {};
    callback({
      statusCode: 200, headers: {}, setEncoding() {},
      on(name, listener) {
        parts[name] = listener;
        if (name === 'end') setImmediate(() => { parts.data?.(Buffer.from(text)); parts.end(); });
        return this;
      },
    });
  });
  return exchange;
}

const refused = "() => { throw new Error('the network is shut off'); }";

/// Source text of a stub, for require or for import.
function source(value, names) {
  const exports = names.map((name) => `export const ${name} = all.${name};`).join('\n');
  const imported = `const all = ${value};\nexport default all;\n${exports}`;
  return (isRequired) => isRequired ? `module.exports = ${value};` : imported;
}

const http = "{ get: globalThis.services.request, request: globalThis.services.request, Agent: class {} }";
const sharp = `() => {
  const image = { resize: () => image, toFormat: () => image, toBuffer: async () => Buffer.from('picture') };
  return image;
}`;

export const stubs = {
  http: source(http, ['get', 'request', 'Agent']),
  https: source(http, ['get', 'request', 'Agent']),
  sharp: source(sharp, []),
  ...Object.fromEntries(['net', 'tls', 'dgram', 'dns', 'http2'].map((name) => [
    name, source(`{ connect: ${refused}, createSocket: ${refused}, lookup: ${refused} }`, ['connect', 'lookup']),
  ])),
  ...Object.fromEntries(Object.entries(clientNames).map(([module, names]) => [
    module, source(`globalThis.services.clients('${module}')`, names),
  ])),
};

globalThis.fetch = () => Promise.reject(new TypeError('fetch failed: the network is shut off'));
