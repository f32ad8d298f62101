#!/usr/bin/env bash
# Compiles the C yardsticks into dist/bench, with the flags that the bars are for.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
out=${1:-$here/../../../dist/bench}
mkdir -p "$out"
for source in "$here"/*.c; do
  gcc -O2 -std=gnu11 -Wall -Wextra -Werror -o "$out/$(basename "$source" .c)" "$source"
done
