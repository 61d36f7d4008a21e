#!/usr/bin/env bash
# "Does the edge still take TLS 1.0?" is asked with `curl --tlsv1.0 --tls-max 1.0` or `openssl s_client -tls1`, and a
# failure is taken for "no". OpenSSL 3.0 as Debian 12 builds it has security level 2, and above level 0 it refuses the
# signature by which TLS 1.0 and 1.1 exchange keys with ECDHE (its migration guide says so): the program ends the
# handshake itself, with the exit code that it has where a server refuses. So each server that prefers ECDHE passes, one
# that takes TLS 1.0 too:
#   curl 7.88.1, openssl 3.0.22                    "no" to both servers; only their messages tell them apart
#   the same with the ciphers DEFAULT@SECLEVEL=0   right
#   sslscan 2.0.7, sslyze 6.3.1                    right: they ask for it, or bring an older OpenSSL along
# A distribution whose MinimumProtocolVersion is TLSv1 looks as if it were TLSv1.2_2021, from a new machine and not from
# an old one. A check of what has to fail wants one that has to succeed beside it. Fails where a line below is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq openssl=3.0.22-1~deb12u2 libssl3=3.0.22-1~deb12u2 curl=7.88.1-10+deb12u15 \
  libcurl4=7.88.1-10+deb12u15 sslscan=2.0.7-1+b1 2> /dev/null && for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install sslyze==6.3.1
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
cd "$folder"

usr/bin/openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=localhost \
  2> /dev/null
read -r old new < <(python3 -c 'import socket
one, other = socket.socket(), socket.socket()
one.bind(("127.0.0.1", 0)), other.bind(("127.0.0.1", 0))
print(one.getsockname()[1], other.getsockname()[1])')
serve() { usr/bin/openssl s_server -quiet -www -key key.pem -cert certificate.pem -accept "127.0.0.1:$1" "${@:2}"; }
serve "$old" -min_protocol TLSv1 -cipher DEFAULT@SECLEVEL=0 > /dev/null 2>&1 &
servers+=($!)
serve "$new" -min_protocol TLSv1.2 > /dev/null 2>&1 &
servers+=($!)
for port in "$old" "$new"; do
  for _ in $(seq 50); do (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break || sleep 0.1; done
done

ask_curl() { usr/bin/curl -sk --tlsv1.0 --tls-max 1.0 "${@:2}" -o curl.out "https://127.0.0.1:$1/"; }
ask_openssl() { usr/bin/openssl s_client -tls1 "${@:2}" -connect "127.0.0.1:$1" < /dev/null > openssl.out 2>&1; }
ask_sslscan() { usr/bin/sslscan --no-colour "127.0.0.1:$1" > sslscan.out && grep -q 'TLSv1.0 *enabled' sslscan.out; }
ask_sslyze() {
  venv/bin/sslyze --tlsv1 --mozilla_config disable "127.0.0.1:$1" > sslyze.out
  grep -q 'accepted the following' sslyze.out
}
verdict() { "$@" && echo 'takes TLS 1.0' || echo "no ($?)"; }
{
  for server in "$old" "$new"; do
    [ "$server" = "$old" ] && echo 'a server that takes TLS 1.0' || echo 'a server that does not'
    echo "  curl: $(verdict ask_curl "$server")"
    echo "  curl --ciphers DEFAULT@SECLEVEL=0: $(verdict ask_curl "$server" --ciphers DEFAULT@SECLEVEL=0)"
    echo "  openssl: $(verdict ask_openssl "$server")"
    echo "  openssl -cipher DEFAULT@SECLEVEL=0: $(verdict ask_openssl "$server" -cipher DEFAULT@SECLEVEL=0)"
    echo "  sslscan: $(verdict ask_sslscan "$server")"
    echo "  sslyze: $(verdict ask_sslyze "$server")"
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
a server that takes TLS 1.0
  curl: no (35)
  curl --ciphers DEFAULT@SECLEVEL=0: takes TLS 1.0
  openssl: no (1)
  openssl -cipher DEFAULT@SECLEVEL=0: takes TLS 1.0
  sslscan: takes TLS 1.0
  sslyze: takes TLS 1.0
a server that does not
  curl: no (35)
  curl --ciphers DEFAULT@SECLEVEL=0: no (35)
  openssl: no (1)
  openssl -cipher DEFAULT@SECLEVEL=0: no (1)
  sslscan: no (1)
  sslyze: no (1)
SEEN
