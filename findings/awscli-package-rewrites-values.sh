#!/usr/bin/env bash
# `aws cloudformation package` of AWS CLI 1.46.3 puts artifacts into a bucket and the template out with their addresses,
# and one would think that nothing else changes. It reads the whole template by the rules of YAML 1.1 and writes it
# anew, in a template without any artifact, too:
#   '012345678901'         loses its quotes, so that what reads the result by YAML 1.2 has a number of eleven digits;
#                          '012345670123', which has no 8 and no 9, keeps them
#   012345670123           without quotes becomes 1402433619, another account than the one that stands there
#   12:30:00, 1_000, 1.10  45000, 1000 and 1.1
#   Key: on                Key: true
# Comments and anchors are gone. What `deploy` sends then is not what was written, and not what a linter looked at.
# Compare what comes out, or package JSON. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install awscli==1.46.3 ruamel.yaml==0.19.1

cd "$folder"
cat > template.yaml <<'YAML'
Resources:
  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      Tags:
        # who pays
        - {Key: account, Value: '012345678901'}
        - {Key: account, Value: '012345670123'}
        - {Key: account, Value: 012345670123}
        - {Key: commit, Value: '1234567e12'}
        - {Key: window, Value: 12:30:00}
        - {Key: limit, Value: 1_000}
        - {Key: version, Value: 1.10}
        - {Key: on, Value: 'on'}
        - {Key: place, Value: !Sub '${AWS::Region}'}
YAML
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 AWS_CONFIG_FILE=/dev/null \
  venv/bin/aws cloudformation package --template-file template.yaml --s3-bucket example \
  --output-template-file out.yaml --endpoint-url http://127.0.0.1:1 > /dev/null
{
  sed -n '/Tags:/,$p' out.yaml
  venv/bin/python - <<'PYTHON'
from ruamel.yaml import YAML

for tag in YAML(typ="safe").load(open("out.yaml"))["Resources"]["Distribution"]["Properties"]["Tags"][:4]:
    print("by YAML 1.2:", tag)
PYTHON
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
      Tags:
      - Key: account
        Value: 012345678901
      - Key: account
        Value: '012345670123'
      - Key: account
        Value: 1402433619
      - Key: commit
        Value: 1234567e12
      - Key: window
        Value: 45000
      - Key: limit
        Value: 1000
      - Key: version
        Value: 1.1
      - Key: true
        Value: 'on'
      - Key: place
        Value:
          Fn::Sub: ${AWS::Region}
by YAML 1.2: {'Key': 'account', 'Value': 12345678901}
by YAML 1.2: {'Key': 'account', 'Value': '012345670123'}
by YAML 1.2: {'Key': 'account', 'Value': 1402433619}
by YAML 1.2: {'Key': 'commit', 'Value': 1.234567e+18}
SEEN
