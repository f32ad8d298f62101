#!/usr/bin/env bash
# npm run up: sets up what is missing, then does the main job. See --help.
set -euo pipefail
here=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")" && pwd)
cd "$here/../.."
case " $* " in *' --help '*) features=() ;; *) features=(nats workload) ;; esac
# The lab's packages only where the lab is used: on a machine with one node of memory, or when asked for.
memory_nodes=$(cat /sys/devices/system/node/has_memory 2>/dev/null || echo 0)
case "$memory_nodes $*" in *[,-]*' --lab'* | *--lab*) lab=1 ;; [0-9]*[,-]*) lab=0 ;; *) lab=1 ;; esac
[ "$lab" = 0 ] || [ ${#features[@]} = 0 ] || features+=(lab)
[ ${#features[@]} = 0 ] || bash deploy/bootstrap/packages.sh "${features[@]}"
bash deploy/bootstrap/node.sh
[ ${#features[@]} = 0 ] || bash test/workload/build.sh
exec node dist/bin/up.js "$@"
