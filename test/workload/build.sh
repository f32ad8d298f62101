#!/bin/bash
# Compiles the workload into dist/workload/workload when a source is newer than it. Prints nothing when there is nothing to do.
set -euo pipefail

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
program=${1:-$here/../../dist/workload/workload}

command -v gcc >/dev/null || {
  echo "workload: gcc is missing; install it: apt-get install gcc libc6-dev" >&2
  exit 1
}
mkdir -p "$(dirname "$program")"
exec 9>"$program.lock"
flock 9
[ -x "$program" ] && [ -z "$(find "$here" -name '*.[ch]' -newer "$program" -print -quit)" ] && exit 0
# Linked apart and renamed: a workload that runs meanwhile keeps its file, and a failed build leaves no half of one.
trap 'rm -f "$program.new"' EXIT
gcc -O2 -std=gnu11 -Wall -Wextra -Werror -pthread -o "$program.new" "$here"/*.c -lm
mv "$program.new" "$program"
