#!/usr/bin/env bash
# npm test [-- PATTERN]: sets up what is missing, then runs every test, or those whose file name holds PATTERN. A part that
# cannot run here fails by name.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."
bash deploy/bootstrap/packages.sh nats lab workload python prometheus
bash deploy/bootstrap/node.sh
bash test/workload/build.sh
export PATH=$PATH:/usr/sbin
# Compiled files whose source is gone would be run as well.
find dist/test -name '*.test.js' | while read -r each; do
  source=${each#dist/}
  [ -e "${source%.js}.ts" ] || rm "$each"
done
mapfile -t files < <(find dist/test -name "*${1:-}*.test.js" | LC_ALL=C sort)
[ ${#files[@]} -gt 0 ] || { echo "test: no test file's name holds \"${1:-}\"" >&2; exit 1; }
exec node test/run.mjs "${files[@]}"
