#!/usr/bin/env bash
# npm run up: sets up what is missing, then does the main job. See --help.
set -euo pipefail
here=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")" && pwd)
cd "$here/../.."
case " $* " in *' --help '*) features=() ;; *) features=(nats workload) ;; esac
[ ${#features[@]} = 0 ] || bash deploy/bootstrap/packages.sh "${features[@]}"
bash deploy/bootstrap/node.sh
# The lab's packages only where the lab is used.
[ ${#features[@]} = 0 ] || [ "$(node dist/bin/up.js --where "$@")" != lab ] || bash deploy/bootstrap/packages.sh lab
[ ${#features[@]} = 0 ] || bash test/workload/build.sh
exec node dist/bin/up.js "$@"
