#!/usr/bin/env bash
# cronexpr (gorhill's, Debian 12's) reads lines of cron for Go: five fields, or six with a year behind, as EventBridge's
# cron(…) has them. Its page has 0-6 for weekdays, and 7 is taken as well. There is no error for any of these:
#   0 6 * * 5-7, 1-7         never. 7 is Sunday where it stands alone or in a list, as in cron; in a range it is made 0,
#                            and there is no day from 5 to 0. Next() answers the time zero, in the year 1
#   0 12 ? * 2 *             Tuesday, where EventBridge counts from 1 for Sunday and has Monday; 6L is the last
#                            Saturday, 2#1 the first Tuesday, and 1-7, all days there, is never
#   0 * * * * in Berlin      on the night when the clock goes back the first of the two hours has no run
# A caller that looks for Next().Before(now) runs such a job at once and without end, or holds it for overdue; one that
# waits never runs it. Lines with 1-5, 0-6 and names are right. Write names of days (FRI,SAT,SUN), check IsZero(), and
# have the zone be UTC. (Nomad and supercronic have versions of their own, not looked at here.) Fails where a line below
# is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq golang-1.19-go=1.19.8-2 golang-1.19-src=1.19.8-2 \
  golang-github-gorhill-cronexpr-dev=1.0.0+git20180427.88b0669-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export GOROOT=$folder/usr/lib/go-1.19 GOPATH=$folder/usr/share/gocode GO111MODULE=off GOCACHE=$folder/cache

cat > runs.go << 'GO'
package main

import (
	"fmt"
	"github.com/gorhill/cronexpr"
	"time"
)

func main() {
	berlin, _ := time.LoadLocation("Europe/Berlin")
	winter := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	autumn := time.Date(2026, 10, 25, 0, 30, 0, 0, berlin)
	show := func(line string, from time.Time, form string) {
		fmt.Printf("%-14s", line)
		expression := cronexpr.MustParse(line)
		for i := 0; i < 4; i++ {
			from = expression.Next(from)
			if from.IsZero() {
				fmt.Print(" never")
				break
			}
			fmt.Print(" ", from.Format(form))
		}
		fmt.Println()
	}
	for _, line := range []string{"0 6 * * 7", "0 6 * * 5,6,7", "0 6 * * 5-7", "0 6 * * 1-7", "0 6 ? * 1-7 *",
		"0 12 ? * 2 *", "0 12 ? * MON *", "0 12 ? * 6L *", "0 12 ? * 2#1 *"} {
		show(line, winter, "Mon-02.01.")
	}
	show("0 * * * *", autumn, "15:04-07:00")
}
GO
"$GOROOT/bin/go" run runs.go | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
0 6 * * 7      Sun-04.01. Sun-11.01. Sun-18.01. Sun-25.01.
0 6 * * 5,6,7  Fri-02.01. Sat-03.01. Sun-04.01. Fri-09.01.
0 6 * * 5-7    never
0 6 * * 1-7    never
0 6 ? * 1-7 *  never
0 12 ? * 2 *   Tue-06.01. Tue-13.01. Tue-20.01. Tue-27.01.
0 12 ? * MON * Mon-05.01. Mon-12.01. Mon-19.01. Mon-26.01.
0 12 ? * 6L *  Sat-31.01. Sat-28.02. Sat-28.03. Sat-25.04.
0 12 ? * 2#1 * Tue-06.01. Tue-03.02. Tue-03.03. Tue-07.04.
0 * * * *      01:00+02:00 02:00+01:00 03:00+01:00 04:00+01:00
SEEN
