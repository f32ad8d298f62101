#!/usr/bin/env bash
# Generates services/contract/gen from the .proto files. `--check` generates elsewhere and fails on any difference.
# The load options below must equal those of services/contract/definitions.ts.
set -euo pipefail
cd "$(dirname "$0")/.."
out=services/contract/gen
[ "${1:-}" != --check ] || { out=$(mktemp -d); trap 'rm -rf "$out"' EXIT; }
rm -rf "$out"
node_modules/.bin/proto-loader-gen-types --longs=String --enums=String --defaults --oneofs --includeComments \
  --importFileExtension=.js --grpcLib=@grpc/grpc-js --includeDirs=proto --outDir="$out" \
  $(cd proto && echo thermocline/v1/*.proto) >/dev/null
[ "${1:-}" = --check ] || exit 0
diff -r "$out" services/contract/gen || {
  echo "proto: services/contract/gen is not what the .proto files give; run: npm run proto" >&2
  exit 1
}
