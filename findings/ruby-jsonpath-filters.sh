#!/usr/bin/env bash
# jsonpath 1.1.0 for Ruby (Debian 12's ruby-jsonpath) filters a list: $.Items[?(@.Ttl > 60)]. With it a
# check of what the AWS CLI prints is one line. What it does not understand it takes for true or false, with no error:
#   @.Ttl < -5                   every item that has a Ttl: a number with a sign in front is not read
#   'E1' == @.Id, 0 < @.Ttl      every item that has the member: it has to stand on the left (its issue 180)
#   @.Aliases[0] == 'b.example'  every item that has Aliases, an empty list too
#   A || B || C                  A and B alone; what would be found by C is not
#   A || B && C                  where C is true, and A and B are false, it is found (its issue 145); A alone is not
#   !@.Enabled, !(…)             nothing
#   @.Comment == 'a && b'        nothing, as the text is parted there
# A check that everything passes, or nothing fails, looks as it does when all is well. One comparison, with the member
# on the left and a text or a plain number on the right, is right, and so are two with one operator between. Filter in
# Ruby. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq ruby-jsonpath=1.1.0-1 ruby-multi-json=1.14.1-2 ruby3.1=3.1.7+really3.1.2-0+deb12u1 \
  libruby3.1=3.1.7+really3.1.2-0+deb12u1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
arch=x86_64-linux-gnu
export LD_LIBRARY_PATH=$folder/usr/lib/$arch
export RUBYLIB=usr/lib/ruby/vendor_ruby:usr/lib/ruby/3.1.0:usr/lib/$arch/ruby/3.1.0
for gem in usr/share/rubygems-integration/all/gems/*; do RUBYLIB+=:$gem/lib; done

cat > filter.rb << 'RUBY'
require "json"
require "jsonpath"

items = [
  { Id: "E1", Enabled: true, Ttl: 86400, Aliases: ["a.example"], Comment: "a && b" },
  { Id: "E2", Enabled: false, Ttl: 0, Aliases: [], Comment: "" },
  { Id: "E3", Enabled: true, Ttl: -1, Comment: "c" },
].map { |item| JSON.parse(item.to_json) }
list = { "Items" => items }
{
  "@.Ttl > 60" => "E1", "@.Id == 'E2' || @.Ttl > 60" => "E1 E2", "@.Enabled == false" => "E2",
  "@.Ttl < -5" => "", "@.Ttl == -1" => "E3",
  "'E1' == @.Id" => "E1", "0 < @.Ttl" => "E1",
  "@.Aliases[0] == 'b.example'" => "",
  "@.Id == 'E1' || @.Id == 'E2' || @.Id == 'E3'" => "E1 E2 E3",
  "@.Ttl > 60 || @.Id == 'E2' && @.Id == 'E3'" => "E1",
  "!@.Enabled" => "E2", "!(@.Ttl > 60)" => "E2 E3",
  "@.Comment == 'a && b'" => "E1",
}.each do |filter, right|
  found = JsonPath.new("$.Items[?(#{filter})].Id").on(list).join(" ")
  name = ->(ids) { ids.empty? ? "nothing" : ids }
  puts "#{filter}: #{name.(found)}#{" instead of #{name.(right)}" if found != right}"
end
RUBY
usr/bin/ruby3.1 --disable-gems filter.rb | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
@.Ttl > 60: E1
@.Id == 'E2' || @.Ttl > 60: E1 E2
@.Enabled == false: E2
@.Ttl < -5: E1 E2 E3 instead of nothing
@.Ttl == -1: E1 E2 E3 instead of E3
'E1' == @.Id: E1 E2 E3 instead of E1
0 < @.Ttl: E1 E2 E3 instead of E1
@.Aliases[0] == 'b.example': E1 E2 instead of nothing
@.Id == 'E1' || @.Id == 'E2' || @.Id == 'E3': E1 E2 instead of E1 E2 E3
@.Ttl > 60 || @.Id == 'E2' && @.Id == 'E3': E3 instead of E1
!@.Enabled: nothing instead of E2
!(@.Ttl > 60): nothing instead of E2 E3
@.Comment == 'a && b': nothing instead of E1
SEEN
