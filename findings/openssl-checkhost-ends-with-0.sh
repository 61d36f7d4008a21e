#!/usr/bin/env bash
# Does the certificate cover each alias of the distribution, and how long is it good? `openssl x509` of OpenSSL 3.0.22
# (Debian 12's) answers both, offline: -checkhost, -checkip and -checkemail, and -checkend. The last ends with 1 where
# the certificate is over by then, and is what scripts are written after. The others say "does NOT match certificate",
# and end with 0: `if openssl x509 -checkhost …` is true for every name, and an alias that a new certificate lacks is
# found by the viewers. With -checkend beside it, the exit code is of that alone. (A change for it, OpenSSL's 17022,
# was closed.) `openssl verify -verify_hostname` ends with 2, and wants the chain or -partial_chain. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq openssl=3.0.22-1~deb12u2 libssl3=3.0.22-1~deb12u2 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)

cd "$folder"
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu OPENSSL_CONF=$folder/etc/ssl/openssl.cnf
usr/bin/openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=edge \
  -addext 'subjectAltName=DNS:www.example.com,DNS:*.example.com' 2> errors || { cat errors; exit 1; }

says() {  # the command's own words, and its exit code
  local code=0
  words=$("$@" 2>&1) || code=$?
  echo "$(grep -E 'match|will|mismatch|OK' <<< "$words" | tr '\n' ' ')exit $code"
}
for host in www.example.com a.example.com a.b.example.com example.com; do
  echo "x509 -checkhost: $(says usr/bin/openssl x509 -in certificate.pem -noout -checkhost "$host")"
  echo "verify: $(says usr/bin/openssl verify -partial_chain -trusted certificate.pem -verify_hostname "$host" \
    certificate.pem)"
done | tee seen
{
  echo "x509 -checkip: $(says usr/bin/openssl x509 -in certificate.pem -noout -checkip 192.0.2.1)"
  echo "x509 -checkend: $(says usr/bin/openssl x509 -in certificate.pem -noout -checkend 2592000)"
  echo "both: $(says usr/bin/openssl x509 -in certificate.pem -noout -checkend 60 -checkhost example.com)"
} | tee -a seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
x509 -checkhost: Hostname www.example.com does match certificate exit 0
verify: certificate.pem: OK exit 0
x509 -checkhost: Hostname a.example.com does match certificate exit 0
verify: certificate.pem: OK exit 0
x509 -checkhost: Hostname a.b.example.com does NOT match certificate exit 0
verify: error 62 at 0 depth lookup: hostname mismatch exit 2
x509 -checkhost: Hostname example.com does NOT match certificate exit 0
verify: error 62 at 0 depth lookup: hostname mismatch exit 2
x509 -checkip: IP 192.0.2.1 does NOT match certificate exit 0
x509 -checkend: Certificate will expire exit 1
both: Certificate will not expire exit 0
SEEN
