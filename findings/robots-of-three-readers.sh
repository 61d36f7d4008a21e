#!/usr/bin/env bash
# robots.txt keeps crawlers from what is dear behind a distribution, and a function at the edge, or a report on a log,
# holds requests against it. RFC 9309 says how: * and $ are wildcards, of two rules that fit the longest is the one, and
# groups of one name are taken together. Protego 0.7.0 reads it so. Two others, without a word:
#   urllib.robotparser of Python 3.11   has no wildcards: what is behind *.pdf$ is free. The first rule that fits is the
#                                       one: an Allow below a Disallow is for nothing. Of two groups of a name it takes
#                                       the first. `Disallow: /a%2Fb` forbids /a/b as well. A delay of 1.5 is none
#   WWW::RobotRules 6.02 (Perl, LWP's)  knows no wildcards and no Allow, and takes the first group, too
# A crawler that keeps to the file by Google's reading is thus reported as one that does not, and the reverse. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq libwww-robotrules-perl=6.02-1 liburi-perl=5.17-1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export PERL5LIB=$folder/usr/share/perl5
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install protego==0.7.0

cat > robots.txt <<'TEXT'
User-agent: *
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Disallow: /a%2Fb

User-agent: edge
Disallow: /old
Crawl-delay: 1.5

User-agent: edge
Disallow: /new
TEXT
cat > rules.pl <<'PERL'
use WWW::RobotRules;
my ($agent, $path) = @ARGV;
open my $file, '<', 'robots.txt';
my $rules = WWW::RobotRules->new($agent);
$rules->parse('https://www.example.com/robots.txt', join '', <$file>);
print $rules->allowed("https://www.example.com$path") ? 'free' : 'forbidden';
PERL
venv/bin/python - <<'PYTHON' | tee seen
import subprocess
import urllib.robotparser

import protego

with open("robots.txt") as file:
    text = file.read()
python = urllib.robotparser.RobotFileParser()
python.parse(text.splitlines())
rfc = protego.Protego.parse(text)
for agent, path in (("other", "/private/page"), ("other", "/private/open"), ("other", "/prices.pdf"),
                    ("other", "/a%2Fb"), ("other", "/a/b"), ("edge", "/old"), ("edge", "/new")):
    url = "https://www.example.com" + path
    perl = subprocess.run(["perl", "rules.pl", agent, path], capture_output=True, text=True).stdout
    said = ["free" if free else "forbidden" for free in (rfc.can_fetch(url, agent), python.can_fetch(agent, url))]
    print(f"{agent} {path}: {said[0]}; urllib: {said[1]}; Perl: {perl}")
print("delay:", rfc.crawl_delay("edge"), "urllib:", python.crawl_delay("edge"))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
other /private/page: forbidden; urllib: forbidden; Perl: forbidden
other /private/open: free; urllib: forbidden; Perl: forbidden
other /prices.pdf: forbidden; urllib: free; Perl: free
other /a%2Fb: forbidden; urllib: forbidden; Perl: forbidden
other /a/b: free; urllib: forbidden; Perl: free
edge /old: forbidden; urllib: forbidden; Perl: forbidden
edge /new: forbidden; urllib: free; Perl: free
delay: 1.5 urllib: None
SEEN
