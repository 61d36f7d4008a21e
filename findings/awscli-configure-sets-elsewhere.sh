#!/usr/bin/env bash
# `aws configure set NAME VALUE` of AWS CLI 1.46.3 is how scripts write ~/.aws/config, one setting at a time; what else
# stands there stays. Where the setting goes is found by the letters of the section and of the name, and the CLI reads
# the file by other rules. Exit code 0 each time:
#   [profile default]                which the CLI reads as [default]: `set region` puts a second section, [default],
#                                    at the end, and that is the one that counts then: the role to be assumed, the
#                                    output and all else of the first are no longer read
#   Region = …, which it reads too   gets a second `region` below, and from then on each command ends with "Unable to
#                                    parse config file", `aws configure set` as well
#   set profile.my.edge.region       for the profile my.edge, which is there: makes a profile `my` with a member `edge`.
#                                    --profile my.edge is right
#   set sso-session.corp.sso_region  becomes a member sso-session of [default], with the region as its value
# The first takes a script to the account of the machine's own key, where it was to assume a role in another. Give
# --profile, write [default] without `profile`, and look at `aws configure list` afterwards. Fails where a line below is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install awscli==1.46.3

cd "$folder"
touch credentials && chmod 600 credentials
export AWS_CONFIG_FILE=$folder/config AWS_SHARED_CREDENTIALS_FILE=$folder/credentials AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_REGION AWS_DEFAULT_REGION AWS_DEFAULT_PROFILE
set_one() {
  printf '%s\n' "${@:2}" > config
  echo "--- $1"
  # shellcheck disable=SC2086
  venv/bin/aws configure set $1
  cat config
}
get() { echo "get $1: $(venv/bin/aws configure get "$1" 2>&1 | tail -1 | sed 's/: [^:]*$//')"; }
{
  printf '[profile default]\nregion = us-west-2\nrole_arn = arn:aws:iam::111122223333:role/audit\n' > config
  echo '--- before'; get role_arn
  set_one 'region eu-west-1' '[profile default]' 'region = us-west-2' 'role_arn = arn:aws:iam::111122223333:role/audit'
  get role_arn
  set_one 'region eu-west-1' '[default]' 'Region = us-west-2'
  get region
  set_one 'profile.my.edge.region eu-west-1' '[profile my.edge]' 'region = us-west-2'
  set_one 'region eu-west-1 --profile my.edge' '[profile my.edge]' 'region = us-west-2'
  set_one 'sso-session.corp.sso_region eu-west-1' '[sso-session corp]' 'sso_region = us-west-2'
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
--- before
get role_arn: arn:aws:iam::111122223333:role/audit
--- region eu-west-1
[profile default]
region = us-west-2
role_arn = arn:aws:iam::111122223333:role/audit
[default]
region = eu-west-1
get role_arn: 
--- region eu-west-1
[default]
Region = us-west-2
region = eu-west-1
get region: botocore.exceptions.ConfigParseError: Unable to parse config file
--- profile.my.edge.region eu-west-1
[profile my.edge]
region = us-west-2
[profile my]
edge =
    region = eu-west-1
--- region eu-west-1 --profile my.edge
[profile my.edge]
region = eu-west-1
--- sso-session.corp.sso_region eu-west-1
[sso-session corp]
sso_region = us-west-2
[default]
sso-session = eu-west-1
SEEN
