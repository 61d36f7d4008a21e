#!/usr/bin/env bash
# Three formatters of YAML for Python, made for hooks before a commit, write a file anew by ruamel.yaml, and take away
# quotes that are not needed. Needed by what, is the question: in YAML 1.2 the booleans are true and false.
# CloudFormation's tools (the AWS CLI, cfn-lint, Ansible, Cloud Custodian) read by YAML 1.1, mostly with PyYAML:
#   "NO", a country    NO, which is false. A distribution that is shut to Norway (GeoRestriction) has a boolean in its
#                      list then, and Sweden beside it stays a text
#   "off", a tag       off, which is false; yamlfix keeps these quotes, as it knows some of the words in small letters
#   "22:30", a time    1350, by sixties; "08:30" stays a text
# pretty-format-yaml (language-formatters-pre-commit-hooks 2.16.0), yamlfmt 1.1.1 and yamlfix 1.19.1 end as if they had
# set blanks. Accounts with a zero in front keep their quotes in all, which makes it look as if somebody had thought of
# it. --preserve-quotes (the first) keeps what is there; yamlfmt has no such option. Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install language_formatters_pre_commit_hooks==2.16.0 \
  yamlfmt==1.1.1 yamlfix==1.19.1 PyYAML==6.0.3 setuptools
cd "$folder"

cat > template.yaml <<'YAML'
---
Locations: ["SE", "NO", "DK"]
Tags:
  Backup: "off"
  Until: "22:30"
  From: "08:30"
  Account: "012345678901"
YAML
read_all() {
  venv/bin/python - "$1" <<'PYTHON'
import sys

import yaml

for name, value in yaml.safe_load(open(sys.argv[1])).items():
    print(f"  {name}: {value}")
PYTHON
}
{
  echo 'before'
  read_all template.yaml
  for tool in pretty-format-yaml 'pretty-format-yaml --preserve-quotes' yamlfmt yamlfix; do
    cp template.yaml copy.yaml
    case $tool in
      pretty*) venv/bin/pretty-format-yaml --autofix ${tool#pretty-format-yaml} copy.yaml > /dev/null 2>&1 || true ;;
      yamlfmt) venv/bin/yamlfmt -w copy.yaml ;;
      yamlfix) venv/bin/yamlfix copy.yaml > /dev/null 2>&1 ;;
    esac
    echo "$tool"
    read_all copy.yaml
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
before
  Locations: ['SE', 'NO', 'DK']
  Tags: {'Backup': 'off', 'Until': '22:30', 'From': '08:30', 'Account': '012345678901'}
pretty-format-yaml
  Locations: ['SE', False, 'DK']
  Tags: {'Backup': False, 'Until': 1350, 'From': '08:30', 'Account': '012345678901'}
pretty-format-yaml --preserve-quotes
  Locations: ['SE', 'NO', 'DK']
  Tags: {'Backup': 'off', 'Until': '22:30', 'From': '08:30', 'Account': '012345678901'}
yamlfmt
  Locations: ['SE', False, 'DK']
  Tags: {'Backup': False, 'Until': 1350, 'From': '08:30', 'Account': '012345678901'}
yamlfix
  Locations: ['SE', False, 'DK']
  Tags: {'Backup': 'off', 'Until': 1350, 'From': '08:30', 'Account': '012345678901'}
SEEN
