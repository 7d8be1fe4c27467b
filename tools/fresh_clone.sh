#!/bin/sh
# A fresh clone, in a path with a space: how long until make demo answers, does Ctrl-C stop all of it, does a second
# start keep the data, does make clean remove only the demo data. Prints seconds; ends non-zero at the first surprise.
#
#     sh tools/fresh_clone.sh [PORT] [FOLDER]
set -eu
port=${1:-8190}
folder=${2:-${TMPDIR:-/tmp}/plait fresh clone $$}
here=$(cd "$(dirname "$0")/.." && pwd)
git clone --quiet "$here" "$folder"
cd "$folder"
output=$folder.log
home=""

fail() {
	echo "fresh clone: $*"
	tail -n 40 "$output"
	exit 1
}

start() { # start LIMIT: make demo in its own session until /healthz answers
	began=$(date +%s)
	setsid make demo PORT="$port" >"$output" 2>&1 &
	leader=$!
	until [ "$(curl -s -o /dev/null -w '%{http_code}' "http://localhost:$port/healthz")" = 200 ]; do
		kill -0 "$leader" 2>/dev/null || fail "make demo ended"
		[ $(($(date +%s) - began)) -lt "$1" ] || fail "not ready within $1 s"
		sleep 0.5
	done
	echo "fresh clone: /healthz answers after $(($(date +%s) - began)) s"
	until grep -q "Plait is running" "$output"; do sleep 0.5; done
	curl -s "http://localhost:$port/readyz"
	echo
}

stop() { # as Ctrl-C does it: the signal goes to the whole group
	began=$(date +%s)
	kill -INT "-$leader"
	wait "$leader" || true
	left=$(pgrep -f "$home" | grep -v "^$$\$" || true)
	[ -z "$left" ] || fail "left behind: $left"
	echo "fresh clone: stopped after $(($(date +%s) - began)) s, nothing left behind"
}

start 240
home=$(.venv/bin/plait where | sed -n 's/^demo *//p')
[ -d "$home" ] || fail "no demo data in $home"
stop
start 60
grep -q "Writing the demo practice" "$output" && fail "the second start wrote the demo practice again"
stop
make clean
[ ! -e "$home" ] || fail "make clean left $home"
[ -d "$(dirname "$home")/keys" ] || fail "make clean removed the keys"
echo "fresh clone: all as it should be; the clone stands in $folder"
