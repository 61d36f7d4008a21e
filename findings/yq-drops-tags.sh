#!/usr/bin/env bash
# There are two programs called yq. PyPI's (4.4.5; Debian's is an older version of it) hands YAML to jq, and jq knows no
# tags: `!Ref Logs` in a template of CloudFormation is the text "Logs", `!GetAtt Site.DomainName` is
# "Site.DomainName", and `!If [A, b, c]` a list of three, with no word said. A query for "which settings are written
# out" is answered from templates as if nothing in them were a reference. `yq -y`, which writes YAML, and `-i` with it,
# write the template back without its tags: it is still YAML, and another template. -Y keeps tags. Convert with cfn-flip
# first, or use the other yq. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq jq=1.6-2.1+deb12u3 libjq1=1.6-2.1+deb12u3 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install yq==4.4.5

cd "$folder"
cat > template.yaml <<'YAML'
Resources:
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: !If [IsProduction, true, false]
        Logging: {Bucket: !GetAtt Logs.DomainName}
        WebACLId: !Ref Firewall
YAML
export PATH="$folder/usr/bin:$PATH" LD_LIBRARY_PATH="$folder/usr/lib/x86_64-linux-gnu"
{
  venv/bin/yq -c .Resources.Site.Properties.DistributionConfig template.yaml
  venv/bin/yq -y .Resources.Site.Properties template.yaml
  venv/bin/yq -Y .Resources.Site.Properties template.yaml
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{"Enabled":["IsProduction",true,false],"Logging":{"Bucket":"Logs.DomainName"},"WebACLId":"Firewall"}
DistributionConfig:
  Enabled:
    - IsProduction
    - true
    - false
  Logging:
    Bucket: Logs.DomainName
  WebACLId: Firewall
DistributionConfig:
  Enabled: !If [IsProduction, true, false]
  Logging: {Bucket: !GetAtt 'Logs.DomainName'}
  WebACLId: !Ref 'Firewall'
SEEN
