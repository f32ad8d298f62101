#!/usr/bin/env bash
# npm run build: compiles to dist/ (tests run from there) and bundles each program to dist/bin/.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.."
node_modules/.bin/tsc -p tsconfig.json
node deploy/build/bundle.mjs
