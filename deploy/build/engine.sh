#!/usr/bin/env bash
# Compiles services/core/engine (AssemblyScript) into services/core/engineBytes.ts. `--check` fails where that file is another.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.."
out=services/core/engineBytes.ts
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
node_modules/.bin/asc services/core/engine/engine.ts -O3 --noAssert --runtime stub --enable simd --outFile "$made/engine.wasm"
{
  echo '/** Made from services/core/engine by `npm run engine`; never edited. WebAssembly, base64. */'
  echo 'export const ENGINE_WASM ='
  echo "  '$(base64 -w0 "$made/engine.wasm")';"
} >"$made/engineBytes.ts"
if [ "${1:-}" = --check ]; then
  cmp -s "$made/engineBytes.ts" "$out" || {
    echo "engine: $out is not what services/core/engine gives; run: npm run engine" >&2
    exit 1
  }
else
  mv "$made/engineBytes.ts" "$out"
fi
