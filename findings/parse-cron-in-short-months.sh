#!/usr/bin/env bash
# Lines of cron with a day that not every month has: cron runs them in the months that have it, and skips the others.
# fugit 1.5.2 (which rufus-scheduler goes by) says so as well. parse-cron 0.1.4, the other reader of such lines for Ruby
# (both Debian 12's), goes on to the next month, and takes the 1st of that:
#   0 6 31 * *           31 January, 1 February, 31 March, 1 April
#   0 6 31 3,6,9,12 *    31 March, 1 June, 1 September, 31 December
#   0 6 29 2 *           1 February, in three years of four
#   0 6 15,31 * *        right: another day is there
# last(), with which one asks when a job should have run, has days of the same kind. So a line for the last day of the
# long months runs twelve times a year, and a monitor finds that cron missed its run on the 1st. Lines for the 1st to
# the 28th are right. Take fugit, which knows L for the last day as well. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq ruby-parse-cron=0.1.4-1.1 ruby-fugit=1.5.2-1 ruby-et-orbi=1.2.2-1 ruby-raabro=1.4.0-1 \
  ruby-tzinfo=2.0.5-1 ruby-concurrent=1.1.6+dfsg-5 ruby3.1=3.1.7+really3.1.2-0+deb12u1 \
  libruby3.1=3.1.7+really3.1.2-0+deb12u1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
arch=x86_64-linux-gnu
RUBYLIB=usr/lib/ruby/vendor_ruby:usr/lib/ruby/3.1.0:usr/lib/$arch/ruby/3.1.0
for gem in usr/share/rubygems-integration/all/gems/*; do RUBYLIB+=:$gem/lib:$gem/lib/concurrent-ruby; done
export RUBYLIB LD_LIBRARY_PATH=$folder/usr/lib/$arch TZ=UTC

cat > runs.rb << 'RUBY'
require "time"
require "parse-cron"
require "fugit"

["0 6 31 * *", "0 6 31 3,6,9,12 *", "0 6 29 2 *", "0 6 15,31 * *"].each do |line|
  from = Time.utc(2026, 1, 16)
  day = ->(time) { time.strftime("%d.%m.%y") }
  series = ->(&step) { 6.times.reduce([from]) { |times, _| times << step.(times.last) }.drop(1).map(&day).join(" ") }
  cron = CronParser.new(line)
  fugit = Fugit.parse_cron(line)
  puts line
  puts "  parse-cron       #{series.() { |time| cron.next(time) }}"
  puts "  parse-cron last  #{series.() { |time| cron.last(time) }}"
  puts "  fugit            #{series.() { |time| fugit.next_time(time) }}"
end
RUBY
usr/bin/ruby3.1 --disable-gems runs.rb | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
0 6 31 * *
  parse-cron       31.01.26 01.02.26 31.03.26 01.04.26 31.05.26 01.06.26
  parse-cron last  31.12.25 01.11.25 31.10.25 01.09.25 31.08.25 31.07.25
  fugit            31.01.26 31.03.26 31.05.26 31.07.26 31.08.26 31.10.26
0 6 31 3,6,9,12 *
  parse-cron       31.03.26 01.06.26 01.09.26 31.12.26 31.03.27 01.06.27
  parse-cron last  31.12.25 01.09.25 01.06.25 31.03.25 31.12.24 01.09.24
  fugit            31.03.26 31.12.26 31.03.27 31.12.27 31.03.28 31.12.28
0 6 29 2 *
  parse-cron       01.02.27 29.02.28 01.02.29 01.02.30 01.02.31 29.02.32
  parse-cron last  29.02.24 01.02.23 01.02.22 01.02.21 29.02.20 01.02.19
  fugit            29.02.28 29.02.32 29.02.36 29.02.40 29.02.44 29.02.48
0 6 15,31 * *
  parse-cron       31.01.26 15.02.26 15.03.26 31.03.26 15.04.26 15.05.26
  parse-cron last  15.01.26 31.12.25 15.12.25 15.11.25 31.10.25 15.10.25
  fugit            31.01.26 15.02.26 15.03.26 31.03.26 15.04.26 15.05.26
SEEN
