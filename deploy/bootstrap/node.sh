#!/bin/bash
# node.sh   Sees to node_modules and dist: `npm ci` and `npm run build`, each only when out of date. Silent and quick when not.
set -euo pipefail

ROOT=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.." && pwd)
NODE_AT_LEAST=20.15
STAMP=dist/.sources

say() { echo "thermocline: $*" >&2; }

check_node() {
  local version
  command -v node >/dev/null || {
    say "node is missing; install Node.js $NODE_AT_LEAST or newer from https://nodejs.org/ (Debian 12's own is 18)"
    exit 1
  }
  version=$(node --version)
  version=${version#v}
  printf '%s\n' "$NODE_AT_LEAST" "$version" | sort -CV || {
    say "node is $version and $NODE_AT_LEAST or newer is needed; install it from https://nodejs.org/ and put it first in PATH"
    exit 1
  }
}

run_quietly() { # what-to-do-about-it command...
  local advice=$1 log
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || {
    # Both npm and tsc say what is wrong first, and a lot after it.
    head -n 20 "$log" >&2
    rm -f "$log"
    say "$* failed (see above); $advice"
    exit 1
  }
  rm -f "$log"
}

# npm writes node_modules/.package-lock.json last, so a broken installation is older than the lock file, or has none.
install_modules() {
  [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ] || return 0
  say "installing the modules of package-lock.json (npm ci)"
  # --include=dev: the compiler is one of them, and NODE_ENV=production would leave it out.
  run_quietly "is there a network? is the disk full?" npm ci --include=dev --no-audit --no-fund
  touch node_modules/.package-lock.json
}

# Names, sizes and times: enough to see a change or a removal without reading every file.
sources() {
  # find complains of a directory that this checkout does not have; the others count all the same.
  { find services proto deploy test package-lock.json tsconfig.json -type f \
    \( -name '*.ts' -o -name '*.json' -o -name '*.proto' -o -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.mjs' \) \
    -not -path '*/node_modules/*' -printf '%p %s %T@\n' 2>/dev/null || true; } | LC_ALL=C sort | sha256sum
}

build() {
  local now
  now=$(sources)
  [ "$(cat "$STAMP" 2>/dev/null)" != "$now" ] || return 0
  say "building (npm run build)"
  run_quietly "mend what it says and try again" npm run --silent build
  echo "$now" >"$STAMP"
}

check_node
cd "$ROOT"
mkdir -p dist
# Services that start together all come through here; one installs and builds, the others wait and find it done.
exec 9>dist/.bootstrap.lock
flock 9
install_modules
build
