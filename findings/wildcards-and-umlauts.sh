#!/usr/bin/env bash
# A distribution has a certificate for *.example.com, and aliases below it, of which one may be an international name,
# which stands in DNS as xn--…, and another may have an underscore, as DNS allows and many hosts in a company have.
# Browsers take the certificate for the first. Of four verifiers for Python no two agree on the whole table:
#   service_identity 26.1.0   (what Twisted and Scrapy check with) refuses each xn-- name below a wildcard, by a reading
#                             of RFC 6125, 6.4.3, which forbids a wildcard within such a label and not for one
#   ssl, OpenSSL 3.0          a wildcard is not for a name with an underscore; a certificate with that very name is
#   cryptography 50.0.2       its verifier knows no name with an underscore, whatever the certificate says
#   asn1crypto 1.5.1          takes each
# So a probe that says "certificate does not cover the alias" may have said something about its library. Probe with what
# the clients have. Certificates are made here, and no host is asked. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cryptography==50.0.2 service-identity==26.1.0 \
  asn1crypto==1.5.1 idna==3.20

"$folder/venv/bin/python" -W ignore - "$folder" <<'PYTHON' | tee "$folder/seen"
import datetime
import ssl
import sys

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from service_identity.cryptography import extract_patterns
from service_identity.exceptions import VerificationError as OtherError
from service_identity.hazmat import DNS_ID, verify_service_identity

now = datetime.datetime.now(datetime.timezone.utc)


def make(authority=None, name=None):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "edge" if name else "authority")])
    signer, above = authority or (key, None)
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(above.subject if above else subject)
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(9))
               .add_extension(x509.BasicConstraints(not name, None), True)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
               .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
               .add_extension(x509.KeyUsage(bool(name), False, False, False, False, not name, not name, False, False),
                              True))
    if name:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
    return key, builder.sign(signer, hashes.SHA256())


def openssl(key, certificate, host):
    with open(sys.argv[1] + "/pair", "wb") as file:
        file.write(certificate.public_bytes(Encoding.PEM))
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(sys.argv[1] + "/pair")
    client = ssl.create_default_context(cadata=authority[1].public_bytes(Encoding.PEM).decode())
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [client.wrap_bio(back, there, server_hostname=host), server.wrap_bio(there, back, server_side=True)]
    for side in sides * 4:
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            pass


def cryptography(key, certificate, host):
    PolicyBuilder().store(Store([authority[1]])).build_server_verifier(x509.DNSName(host)).verify(certificate, [])


def service_identity(key, certificate, host):
    verify_service_identity(extract_patterns(certificate), [DNS_ID(host)], [])


def asn1crypto(key, certificate, host):
    if not Certificate.load(certificate.public_bytes(Encoding.DER)).is_valid_domain_ip(host):
        raise ValueError


def ask(verifier, pair, host):
    try:
        verifier(*pair, host)
        return "yes"
    except (VerificationError, OtherError, ssl.SSLCertVerificationError, ValueError):
        return "no"


authority = make()
VERIFIERS = [openssl, cryptography, service_identity, asn1crypto]
print(f"{'certificate for':27}{'host':27}", *(f"{verifier.__name__:17}" for verifier in VERIFIERS[:3]), "asn1crypto")
for name, host in [("*.example.com", "www.example.com"), ("*.example.com", "xn--bcher-kva.example.com"),
                   ("xn--bcher-kva.example.com", "xn--bcher-kva.example.com"),
                   ("*.xn--bcher-kva.example", "www.xn--bcher-kva.example"),
                   ("*.example.com", "build_7.example.com"), ("build_7.example.com", "build_7.example.com"),
                   ("*.example.com", "a.b.example.com")]:
    pair = make(authority, name)
    print(f"{name:27}{host:27}", *(f"{ask(verifier, pair, host):17}" for verifier in VERIFIERS[:3]),
          ask(asn1crypto, pair, host))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
certificate for            host                        openssl           cryptography      service_identity  asn1crypto
*.example.com              www.example.com             yes               yes               yes               yes
*.example.com              xn--bcher-kva.example.com   yes               yes               no                yes
xn--bcher-kva.example.com  xn--bcher-kva.example.com   yes               yes               yes               yes
*.xn--bcher-kva.example    www.xn--bcher-kva.example   yes               yes               yes               yes
*.example.com              build_7.example.com         no                no                yes               yes
build_7.example.com        build_7.example.com         yes               no                yes               yes
*.example.com              a.b.example.com             no                no                no                no
SEEN
