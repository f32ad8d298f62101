#!/usr/bin/env bash
# npm run check: everything that reads the code and runs none of it. Runs all checks, then fails if any did.
set -uo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.."
bash deploy/bootstrap/node.sh || exit 1
export PATH=$PWD/node_modules/.bin:$PATH
failed=()
check() { # name command...
  echo "check: $1" >&2
  "${@:2}" || failed+=("$1")
}
check 'format and lint (biome)' biome check --error-on-warnings .
check 'types (tsc)' tsc -p tsconfig.json --noEmit
check 'imports (dependency-cruiser)' depcruise --config .dependency-cruiser.mjs --output-type err services deploy test
check 'proto lint (buf)' buf lint proto
check 'proto format (buf)' buf format proto --diff --exit-code
check 'proto compatibility (buf)' buf breaking proto --against proto/baseline.binpb
check 'generated types' proto/generate.sh --check
check 'engine' deploy/build/engine.sh --check
[ ${#failed[@]} = 0 ] || {
  printf 'check: failed: %s\n' "${failed[@]}" >&2
  exit 1
}
echo 'check: all fine' >&2
