#!/usr/bin/env bash
# yamlpath 3.9.1 has yaml-set, by which pipelines change one value of a YAML or JSON file: a TTL, a limit, a version.
# With ruamel.yaml 0.19.1, which it brings along, it finds out the type of what it is given, and writes the numbers of
# YAML in its own way:
#   100.00, 250.0      10.00 and 25.00: a tenth. 1e3 is 100.000 and 1.5e3 is 150.000, a tenth again
#   1.10               1.1, also in the place of a text with quotes ('1.9'): a version is another one, and no text
#   12:30, yes         as they are, which YAML 1.1 reads as 750 and true; in the place of a text in quotes as well
# Accounts with a zero in front get quotes, so that it looks careful, and its exit code is 0. In JSON the number is
# right, and loses its zeros. Say --format=dquote for texts, and write fractions with no zeros at their end.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install yamlpath==3.9.1 ruamel.yaml==0.19.1

cd "$folder"
for value in 100 100.00 250.0 0.25 1e3 1.5e3 1.10 1.2.3 012345678901 12:30 yes; do
  printf "limit: 7\nversion: '1.9'\n" > file.yaml
  printf '{"limit": 7, "version": "1.9"}\n' > file.json
  venv/bin/yaml-set --change=limit --value="$value" file.yaml
  venv/bin/yaml-set --change=version --value="$value" file.yaml
  venv/bin/yaml-set --change=limit --value="$value" file.json
  echo "$value: $(paste -s -d ' ' file.yaml) $(cat file.json)"
done > seen
printf "version: '1.9'\n" > file.yaml
venv/bin/yaml-set --format=dquote --change=version --value=1.10 file.yaml
echo "1.10 with --format=dquote: $(cat file.yaml)" >> seen
cat seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
100: --- limit: 100 version: 100 {"limit": 100, "version": "1.9"}
100.00: --- limit: 10.00 version: 10.00 {"limit": 100.0, "version": "1.9"}
250.0: --- limit: 25.00 version: 25.00 {"limit": 250.0, "version": "1.9"}
0.25: --- limit: 0.25 version: 0.25 {"limit": 0.25, "version": "1.9"}
1e3: --- limit: 100.000 version: 100.000 {"limit": 1000.0, "version": "1.9"}
1.5e3: --- limit: 150.000 version: 150.000 {"limit": 1500.0, "version": "1.9"}
1.10: --- limit: 1.1 version: 1.1 {"limit": 1.1, "version": "1.9"}
1.2.3: --- limit: 1.2.3 version: 1.2.3 {"limit": "1.2.3", "version": "1.9"}
012345678901: --- limit: '012345678901' version: '012345678901' {"limit": "012345678901", "version": "1.9"}
12:30: --- limit: 12:30 version: 12:30 {"limit": "12:30", "version": "1.9"}
yes: --- limit: yes version: yes {"limit": "yes", "version": "1.9"}
1.10 with --format=dquote: ---
version: "1.10"
SEEN
