#!/usr/bin/env bash
# npm run bench -- AREA: sets up what is missing, then measures.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.."
bash deploy/bootstrap/packages.sh nats lab workload
bash deploy/bootstrap/node.sh
bash test/workload/build.sh
bash test/bench/c/build.sh
exec node dist/test/bench/main.js "$@"
