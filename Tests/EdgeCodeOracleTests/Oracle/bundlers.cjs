// Makes of handlers what other bundlers and compilers than esbuild and tsc make of them.
//
//   node bundlers.cjs TOOLS JOBS
//
// TOOLS is the folder of Debian's Node.js packages that scripts/bundlers lays out; JOBS a JSON file, a list of
// { kind, from, entry, into }: the package as written, the file in it that exports the handler, and the folder that
// gets a folder for each form.
const fs = require('node:fs');
const path = require('node:path');

const [tools, jobs] = process.argv.slice(2);
const modules = path.join(tools, 'usr/share/nodejs');
// Debian's resolver of modules asks its own node where Debian's modules lie.
const variables = { node_prefix: path.join(tools, 'usr'), node_relative_path: 'share/nodejs', ...process.config.variables };
Object.defineProperty(process, 'config', { value: { ...process.config, variables } });
const tool = (name) => require(path.join(modules, name));
const webpack = tool('webpack');
const rollup = tool('rollup');
const terser = tool('terser');
const babel = tool('@babel/core');

const isElsewhere = (name) => /^(aws-sdk|@aws-sdk\/.*|sharp|cloudfront|crypto|querystring)$/.test(name);
const put = (file, text) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};

function packed({ from, entry, into }, form, options) {
  const settings = {
    context: from, entry: path.join(from, entry), target: 'node', devtool: false,
    externals: ({ request }, done) => (isElsewhere(request) ? done(null, `commonjs ${request}`) : done()),
    node: { __dirname: false, __filename: false },
    output: { path: path.join(into, form), filename: 'index.js', library: { type: 'commonjs2' } },
    ...options,
  };
  return new Promise((resolve, reject) => {
    webpack(settings, (error, stats) => {
      if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString()));
      else resolve(fs.readFileSync(path.join(into, form, 'index.js'), 'utf8'));
    });
  });
}

async function rolled({ kind, from, entry }) {
  const plugins = [
    tool('@rollup/plugin-node-resolve').nodeResolve({ preferBuiltins: true }), tool('@rollup/plugin-json')(),
    tool('@rollup/plugin-commonjs')({ ignore: isElsewhere }),
  ];
  const input = path.join(from, entry);
  const bundle = await rollup.rollup({
    input, plugins, external: isElsewhere, treeshake: kind === 'lambda', onwarn() {},
  });
  const isLambda = kind === 'lambda';
  const made = await bundle.generate(isLambda ? { format: 'cjs', exports: 'auto' } : { format: 'es' });
  // CloudFront calls a function by its name: who deploys it takes the list of exports away.
  return isLambda ? made.output[0].code : made.output[0].code.replace(/^export \{[^}]*\};\s*$/m, '');
}

const minified = async (text) => (await terser.minify(text)).code;

function older(text, isModule) {
  const presets = [[tool('@babel/preset-env'), { modules: isModule ? false : 'commonjs' }]];
  return babel.transformSync(text, { presets, babelrc: false, configFile: false, compact: false }).code;
}

async function lambda(job) {
  const { from, into } = job;
  await packed(job, 'webpack', { mode: 'production' });
  // Each module is a text that is evaluated, as whoever forgets the mode deploys it.
  await packed(job, 'development', { mode: 'development', devtool: 'eval' });
  // ncc is a webpack that minifies nothing and gives the function that it requires with a name of its own.
  const modules = await packed(job, 'ncc', { mode: 'none' });
  put(path.join(into, 'ncc', 'index.js'), modules.replaceAll('__webpack_require__', '__nccwpck_require__'));
  const code = await rolled(job);
  put(path.join(into, 'rollup', 'index.js'), code);
  put(path.join(into, 'terser', 'index.js'), await minified(code));
  for (const file of fs.readdirSync(from, { recursive: true })) {
    if (!/\.m?js$/.test(file)) continue;
    const text = fs.readFileSync(path.join(from, file), 'utf8').replace(/(from '\.\/[^']+)\.mjs'/g, "$1.js'");
    put(path.join(into, 'babel', file.replace(/\.mjs$/, '.js')), older(text, false));
  }
}

async function functions(job) {
  const text = fs.readFileSync(path.join(job.from, job.entry), 'utf8');
  put(path.join(job.into, 'rollup', 'index.js'), await rolled(job));
  put(path.join(job.into, 'terser', 'index.js'), await minified(text));
  put(path.join(job.into, 'babel', 'index.js'), older(text, true));
}

(async () => {
  for (const job of JSON.parse(fs.readFileSync(jobs, 'utf8'))) await (job.kind === 'lambda' ? lambda : functions)(job);
})();
