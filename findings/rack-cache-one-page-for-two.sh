#!/usr/bin/env bash
# rack-cache 1.2 (Debian 12's) is the cache in front of a Ruby application, behind a distribution or in its place in
# tests. It keeps an answer under a form of the URL that it makes itself, and its README says that it knows Vary:
#   ?tag=b&tag=a     is answered with the page of ?tag=a&tag=b: all pairs are sorted, values too
#   ?q=a;b           with that of ?b&q=a, as ; parts pairs there; to a browser and CloudFront it is a character
#   ?f               with that of ?f=
#   Vary: *          is kept, and everybody has it: RFC 9111 (4.1) never lets such an answer be used again
#   If-None-Match: W/"v1", which CloudFront makes of "v1" when it compresses, is not "not modified": the whole page
#   Age: 55          is counted for the time that is left, and then Age begins at 0 again
# A page for a list in its order, for one filter or another, is the one that was asked for first, from a cache that
# looks right with one parameter. The option cache_key takes another rule: ->(request) { request.url }. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq ruby-rack-cache=1.2-4.1 ruby-rack=2.2.22-0+deb12u2 ruby3.1=3.1.7+really3.1.2-0+deb12u1 \
  libruby3.1=3.1.7+really3.1.2-0+deb12u1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
arch=x86_64-linux-gnu
export LD_LIBRARY_PATH=$folder/usr/lib/$arch
export RUBYLIB=usr/lib/ruby/vendor_ruby:usr/lib/ruby/3.1.0:usr/lib/$arch/ruby/3.1.0
for gem in usr/share/rubygems-integration/all/gems/*; do RUBYLIB+=:$gem/lib; done

cat > asked.rb << 'RUBY'
require "rack"
require "rack/mock"
require "rack/cache"

application = lambda do |env|
  headers = { "Content-Type" => "text/plain", "Cache-Control" => "max-age=60", "ETag" => '"v1"' }
  headers["Vary"] = "*" if env["PATH_INFO"] == "/vary"
  headers["Age"] = "55" if env["PATH_INFO"] == "/age"
  [200, headers, ["page of #{Rack::Request.new(env).fullpath} #{env["HTTP_X_VISITOR"]}"]]
end
[
  ["as written", {}],
  ["cache_key of its own", { cache_key: ->(request) { request.url } }],
].each do |name, options|
  stores = { metastore: "heap:/#{name.hash}", entitystore: "heap:/#{name.hash}", verbose: false }
  browser = Rack::MockRequest.new(Rack::Cache.new(application, stores.merge(options)))
  puts name
  [
    ["/?tag=a&tag=b"], ["/?tag=b&tag=a"], ["/?b&q=a"], ["/?q=a;b"], ["/?f="], ["/?f"],
    ["/vary", "HTTP_X_VISITOR" => "one"], ["/vary", "HTTP_X_VISITOR" => "two"],
    ["/etag"], ["/etag", "HTTP_IF_NONE_MATCH" => '"v1"'], ["/etag", "HTTP_IF_NONE_MATCH" => 'W/"v1"'],
    ["/age"], ["/age"],
  ].each do |path, headers|
    answer = browser.get(path, headers || {})
    puts "  #{[path, *(headers || {}).values].join(" ")}: #{answer.status} #{answer.body.strip} Age: #{answer["Age"]}"
  end
end
RUBY
usr/bin/ruby3.1 --disable-gems asked.rb | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
as written
  /?tag=a&tag=b: 200 page of /?tag=a&tag=b Age: 0
  /?tag=b&tag=a: 200 page of /?tag=a&tag=b Age: 0
  /?b&q=a: 200 page of /?b&q=a Age: 0
  /?q=a;b: 200 page of /?b&q=a Age: 0
  /?f=: 200 page of /?f= Age: 0
  /?f: 200 page of /?f= Age: 0
  /vary one: 200 page of /vary one Age: 0
  /vary two: 200 page of /vary one Age: 0
  /etag: 200 page of /etag Age: 0
  /etag "v1": 304  Age: 0
  /etag W/"v1": 200 page of /etag Age: 0
  /age: 200 page of /age Age: 55
  /age: 200 page of /age Age: 0
cache_key of its own
  /?tag=a&tag=b: 200 page of /?tag=a&tag=b Age: 0
  /?tag=b&tag=a: 200 page of /?tag=b&tag=a Age: 0
  /?b&q=a: 200 page of /?b&q=a Age: 0
  /?q=a;b: 200 page of /?q=a;b Age: 0
  /?f=: 200 page of /?f= Age: 0
  /?f: 200 page of /?f Age: 0
  /vary one: 200 page of /vary one Age: 0
  /vary two: 200 page of /vary one Age: 0
  /etag: 200 page of /etag Age: 0
  /etag "v1": 304  Age: 0
  /etag W/"v1": 200 page of /etag Age: 0
  /age: 200 page of /age Age: 55
  /age: 200 page of /age Age: 0
SEEN
