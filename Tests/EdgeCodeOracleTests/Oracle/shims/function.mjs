// Gives a CloudFront function that njs does not load what it has in njs, in node: the module `cloudfront`, `require`.
import { createRequire, registerHooks } from 'node:module';

const stub = new URL('cloudfront.js', import.meta.url).href;
globalThis.require = createRequire(import.meta.url);

registerHooks({
  resolve: (name, context, next) => (name === 'cloudfront' ? { url: stub, shortCircuit: true } : next(name, context)),
  load: (url, context, next) => next(url, url === stub ? { ...context, format: 'module' } : context),
});
