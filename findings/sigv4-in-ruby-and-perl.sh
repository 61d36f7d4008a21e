#!/usr/bin/env bash
# Requests that are signed by hand in Ruby and Perl: aws-sigv4 1.5.1 (AWS's own, which Faraday's middleware takes),
# Net::Amazon::Signature::V4 0.21 and AWS::Signature4 1.02, all Debian 12's. SigV4 wants names and values of a query
# encoded and sorted, `=` behind each name, and the path encoded once more for all services but S3. Each is right about
# what its tests have, and wrong (worked out here by the documentation) with
#   ?Resource=arn:aws:…, ?prefix=a/b, ?Qualifier=$LATEST   aws-sigv4: it signs a query as it stands
#   ?Marker=abc==            aws-sigv4 the same; Net::Amazon::Signature::V4 leaves out what is behind a second =, in
#                            which tokens of Base64 end
#   ?policy, S3's way to ask for a part of a bucket; …/functions/arn%3Aaws%3A…/policy        AWS::Signature4
#   /logs//E1.gz of S3       Net::Amazon::Signature::V4 signs /logs/E1.gz, which is another key
# The answer is SignatureDoesNotMatch (403) for some calls of one script, which looks like a key, a clock or a policy.
# In queries, names and values that are encoded, with = behind each name, are right in all three. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq ruby-aws-sigv4=1.5.1-2 ruby-aws-eventstream=1.2.0-1 ruby3.1=3.1.7+really3.1.2-0+deb12u1 \
  libruby3.1=3.1.7+really3.1.2-0+deb12u1 libaws-signature4-perl=1.02-3 libnet-amazon-signature-v4-perl=0.21-2 \
  libhttp-message-perl=6.44-1 libclone-perl=0.46-1 libtimedate-perl=2.3300-2 liburi-perl=5.17-1 \
  libhttp-date-perl=6.05-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
arch=x86_64-linux-gnu
export LD_LIBRARY_PATH=$folder/usr/lib/$arch PERL5LIB=$folder/usr/share/perl5:$folder/usr/lib/$arch/perl5/5.36
export RUBYLIB=usr/lib/ruby/vendor_ruby:usr/lib/ruby/3.1.0:usr/lib/$arch/ruby/3.1.0
for gem in usr/share/rubygems-integration/all/gems/*; do RUBYLIB+=:$gem/lib; done

cat > sign.rb << 'RUBY'
require "aws-sigv4"
service, url = ARGV
signer = Aws::Sigv4::Signer.new(service: service, region: "us-east-1", access_key_id: "ID", secret_access_key: "SECRET",
                                apply_checksum_header: false, uri_escape_path: service != "s3")
time = { "x-amz-date" => "20260102T030405Z" }
puts signer.sign_request(http_method: "GET", url: url, headers: time).headers["authorization"]
RUBY
cat > sign.pl << 'PERL'
use strict;
use warnings;
use AWS::Signature4;
use HTTP::Request;
use Net::Amazon::Signature::V4;

my ($module, $service, $url) = @ARGV;
my $request = HTTP::Request->new(GET => $url);
$request->header('X-Amz-Date' => '20260102T030405Z', Host => $request->uri->host);
if ($module eq 'AWS::Signature4') {
  AWS::Signature4->new(-access_key => 'ID', -secret_key => 'SECRET')->sign($request, 'us-east-1');
} else {
  Net::Amazon::Signature::V4->new('ID', 'SECRET', 'us-east-1', $service)->sign($request);
}
print $request->header('Authorization'), "\n";
PERL

python3 - << 'PYTHON' | tee seen
import hashlib
import hmac
import re
import subprocess
from urllib.parse import quote, unquote, urlsplit

EMPTY = hashlib.sha256(b"").hexdigest()


def encoded(text):
    return quote(text, safe="-_.~")


def right(service, url, names):
    """The signature by AWS's documentation, of the headers that were signed."""
    parts = urlsplit(url)
    path = parts.path if service == "s3" else quote(parts.path, safe="/-_.~")
    pairs = [pair.partition("=") for pair in parts.query.split("&") if pair]
    query = "&".join(f"{name}={value}" for name, value in
                     sorted((encoded(unquote(name)), encoded(unquote(value))) for name, _, value in pairs))
    headers = {"host": parts.netloc, "x-amz-date": "20260102T030405Z", "x-amz-content-sha256": EMPTY}
    lines = "".join(f"{name}:{headers[name]}\n" for name in names.split(";"))
    request = "\n".join(["GET", path, query, lines, names, EMPTY])
    scope = ["20260102", "us-east-1", service, "aws4_request"]
    text = "\n".join(["AWS4-HMAC-SHA256", "20260102T030405Z", "/".join(scope),
                      hashlib.sha256(request.encode()).hexdigest()])
    key = b"AWS4SECRET"
    for part in scope:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


for service, path in [
    ("iam", "/?Action=ListRoles&Version=2010-05-08"), ("iam", "/?Version=2010-05-08&Action=ListRoles"),
    ("cloudfront", "/2020-05-31/tagging?Resource=arn%3Aaws%3Acloudfront%3A%3A123456789012%3Adistribution%2FE1"),
    ("cloudfront", "/2020-05-31/tagging?Resource=arn:aws:cloudfront::123456789012:distribution/E1"),
    ("cloudfront", "/2020-05-31/distribution?Marker=abc%3D%3D"),
    ("cloudfront", "/2020-05-31/distribution?Marker=abc=="),
    ("lambda", "/2015-03-31/functions/f/policy?Qualifier=$LATEST"),
    ("lambda", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af/policy"),
    ("s3", "/?list-type=2&prefix=a/b"), ("s3", "/?policy"), ("s3", "/?policy="),
    ("s3", "/a%20b"), ("s3", "/logs//E1.gz"),
]:
    host = f"{service}.amazonaws.com" if service in ("iam", "cloudfront") else f"{service}.us-east-1.amazonaws.com"
    url = f"https://{host}{path}"
    print(service, path)
    for name, command in [("aws-sigv4", ["usr/bin/ruby3.1", "--disable-gems", "sign.rb"]),
                          ("Net::Amazon::Signature::V4", ["perl", "sign.pl", "Net::Amazon::Signature::V4"]),
                          ("AWS::Signature4", ["perl", "sign.pl", "AWS::Signature4"])]:
        signed = subprocess.run([*command, service, url], capture_output=True, text=True, check=True).stdout
        names, signature = re.search(r"SignedHeaders=([^,]*), *Signature=(\w+)", signed).groups()
        print(f"  {'right' if signature == right(service, url, names) else 'WRONG'}  {name}")
PYTHON

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
iam /?Action=ListRoles&Version=2010-05-08
  right  aws-sigv4
  right  Net::Amazon::Signature::V4
  right  AWS::Signature4
iam /?Version=2010-05-08&Action=ListRoles
  right  aws-sigv4
  right  Net::Amazon::Signature::V4
  right  AWS::Signature4
cloudfront /2020-05-31/tagging?Resource=arn%3Aaws%3Acloudfront%3A%3A123456789012%3Adistribution%2FE1
  right  aws-sigv4
  right  Net::Amazon::Signature::V4
  right  AWS::Signature4
cloudfront /2020-05-31/tagging?Resource=arn:aws:cloudfront::123456789012:distribution/E1
  WRONG  aws-sigv4
  right  Net::Amazon::Signature::V4
  right  AWS::Signature4
cloudfront /2020-05-31/distribution?Marker=abc%3D%3D
  right  aws-sigv4
  right  Net::Amazon::Signature::V4
  right  AWS::Signature4
cloudfront /2020-05-31/distribution?Marker=abc==
  WRONG  aws-sigv4
  WRONG  Net::Amazon::Signature::V4
  right  AWS::Signature4
lambda /2015-03-31/functions/f/policy?Qualifier=$LATEST
  WRONG  aws-sigv4
  right  Net::Amazon::Signature::V4
  right  AWS::Signature4
lambda /2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af/policy
  right  aws-sigv4
  right  Net::Amazon::Signature::V4
  WRONG  AWS::Signature4
s3 /?list-type=2&prefix=a/b
  WRONG  aws-sigv4
  right  Net::Amazon::Signature::V4
  right  AWS::Signature4
s3 /?policy
  right  aws-sigv4
  right  Net::Amazon::Signature::V4
  WRONG  AWS::Signature4
s3 /?policy=
  right  aws-sigv4
  right  Net::Amazon::Signature::V4
  right  AWS::Signature4
s3 /a%20b
  right  aws-sigv4
  right  Net::Amazon::Signature::V4
  right  AWS::Signature4
s3 /logs//E1.gz
  right  aws-sigv4
  WRONG  Net::Amazon::Signature::V4
  right  AWS::Signature4
SEEN
