#!/usr/bin/env bash
# Parameters, inventories and templates are written by one language and read by another. Five modules write YAML in
# Perl, Debian 12's, and each puts quotes around some texts that would be something else without: 1.10, true or ~. What
# they leave without quotes is no text to what reads YAML 1.1 (PyYAML 6.0.3 here, as in AWS CLI 1 and Ansible):
#   YAML 1.30         012345670123 is 1402433619, true and null are no texts, 1.10 is 1.1, 0 is a number
#   YAML::XS 0.86, YAML::Tiny 1.73
#                     no, off, True and Null are no texts; 0x10 is 16, 1_000 is 1000, 12:30 is 750
#   YAML::PP 0.035    the same without True, Null and 0x10: it goes by YAML 1.2, where these are texts
#   YAML::Syck 1.34   0 and -1 are numbers, 0x10 is 16, 12:30 is 750
#   all of them       2012-10-17, the version of a policy, is a date
# Read again by the module itself each is what it was, so that a test in Perl says nothing. JSON is YAML, too, and has
# quotes around each text: hand that over. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install PyYAML==6.0.3
cd "$folder"
apt-get download -qq libyaml-perl=1.30-2 libyaml-libyaml-perl=0.86+ds-1+deb12u1 libyaml-tiny-perl=1.73-1 \
  libyaml-syck-perl=1.34-2+deb12u3 libyaml-pp-perl=0.035-1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export PERL5LIB=$folder/usr/share/perl5:$folder/usr/lib/x86_64-linux-gnu/perl5/5.36

cat > write.pl << 'PERL'
use strict;
use warnings;
my $module = shift;
eval "require $module" or die;
for my $text (@ARGV) {
  my $data = { text => $text };
  print $module eq 'YAML::Tiny' ? YAML::Tiny->new($data)->write_string
    : $module eq 'YAML::PP' ? YAML::PP->new->dump_string($data)
    : $module->can('Dump')->($data), "\0";
}
PERL
cat > read.py << 'PYTHON'
import sys
import yaml

for text, written in zip(sys.argv[1:], sys.stdin.read().split("\0")):
    read = yaml.safe_load(written)["text"]
    if read != text or type(read) is not str:
        print(f"  {text} is {read}")
PYTHON
texts=(no off true True null Null 012345670123 1.10 1e3 0x10 1_000 12:30 0 -1 2012-10-17)
for module in YAML YAML::XS YAML::Tiny YAML::PP YAML::Syck; do
  echo "$module"
  perl write.pl "$module" "${texts[@]}" | venv/bin/python read.py "${texts[@]}"
done | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
YAML
  no is False
  off is False
  true is True
  True is True
  null is None
  Null is None
  012345670123 is 1402433619
  1.10 is 1.1
  0x10 is 16
  1_000 is 1000
  12:30 is 750
  0 is 0
  -1 is -1
  2012-10-17 is 2012-10-17
YAML::XS
  no is False
  off is False
  True is True
  Null is None
  0x10 is 16
  1_000 is 1000
  12:30 is 750
  2012-10-17 is 2012-10-17
YAML::Tiny
  no is False
  off is False
  True is True
  Null is None
  0x10 is 16
  1_000 is 1000
  12:30 is 750
  2012-10-17 is 2012-10-17
YAML::PP
  no is False
  off is False
  1_000 is 1000
  12:30 is 750
  2012-10-17 is 2012-10-17
YAML::Syck
  0x10 is 16
  1_000 is 1000
  12:30 is 750
  0 is 0
  -1 is -1
  2012-10-17 is 2012-10-17
SEEN
