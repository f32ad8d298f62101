#!/usr/bin/env bash
# npm run fleet-sim -- --hosts 10000: sets up what is missing, then simulates a fleet.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.."
bash deploy/bootstrap/packages.sh nats
bash deploy/bootstrap/node.sh
exec node dist/test/fleet-sim/main.js "$@"
