#!/usr/bin/env bash
# npm run lab -- [options] [--] COMMAND: a guest with several NUMA nodes; sets up the packages it needs, then lab.sh -h.
set -euo pipefail
here=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")" && pwd)
bash "$here/../bootstrap/packages.sh" lab
exec bash "$here/lab.sh" "$@"
