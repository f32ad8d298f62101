#!/bin/bash
# lab.sh [options] -- COMMAND...
#
# Boots a throw-away QEMU guest with several NUMA nodes, runs COMMAND in it, and exits with COMMAND's status.
# One argument is run as a line of bash, several as an argument vector. stdout and stderr stay apart; stdin is empty.
#
#   -n 1|2|3   NUMA nodes (2): 0 = CPUs and DRAM, 1 = a CXL expander's distance, 2 = persistent memory's
#   -m MIB     memory of each node (1024), or a list, a size a node: -m 512,2048
#   -c N       CPUs, all on node 0 (2)
#   -t SEC     limit of wall-clock time (300)
#   -C DIR     directory shared read-write at the same path; COMMAND starts in it ($PWD)
#   -f H:G     127.0.0.1:H here reaches port G of the guest; may be repeated
#   -g PORT    the guest reaches 127.0.0.1:PORT here as 10.0.2.100:PORT; may be repeated
#   -d GIB     a scratch ext4 disk on /mnt
#   -b         leave the kernel's own NUMA balancing on (it moves pages, so it is switched off otherwise)
#   -k ARGS    more kernel arguments
#   -q ARGS    more qemu arguments, split at spaces
#   -v         print the kernel's console and the times at the end
#   -h         this text
#
# LAB_THREADS=multi: a thread of this machine for each CPU of the guest, where one emulates them all otherwise (single). For what is
# timed on a machine with little else to do; QEMU 7.2 then trips over the kernel's patching of its own code in one run of 40 or so.
#
# Exit status: COMMAND's; 124 = the time limit; 125 = the guest died; 1 = something is missing here; 64 = usage.
set -euo pipefail

LAB=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
# depmod and modprobe are in /usr/sbin, which an ordinary user's PATH leaves out.
PATH=$PATH:/usr/sbin:/sbin
CACHE=${LAB_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/thermocline/lab}
BOOT_TRIES=3

# shellcheck source=deploy/lab/requirements.sh
. "$LAB/requirements.sh"
# shellcheck source=deploy/lab/prepare.sh
. "$LAB/prepare.sh"
# shellcheck source=deploy/lab/machine.sh
. "$LAB/machine.sh"

usage() {
  echo "lab: $1; $0 -h lists the options" >&2
  exit 64
}

whole_number() { # option value
  [[ $2 =~ ^[1-9][0-9]{0,6}$ ]] || usage "$1 takes a whole number, not \"$2\""
}

read_options() {
  NODES='' SIZES=1024 CPUS=2 LIMIT=300 DIR=$PWD DISK='' BALANCING=0 KERNEL_ARGS='' QEMU_ARGS='' VERBOSE='' FORWARDS='' THREADS=${LAB_THREADS:-single}
  local option
  while getopts :n:m:c:t:C:f:g:d:bk:q:vh option; do
    case $option in
      n) [[ $OPTARG == [123] ]] || usage "-n takes 1, 2 or 3, not \"$OPTARG\"" && NODES=$OPTARG ;;
      m) [[ $OPTARG =~ ^[1-9][0-9]*(,[1-9][0-9]*){0,2}$ ]] || usage "-m takes MiB or a list of them, not \"$OPTARG\"" && SIZES=$OPTARG ;;
      c) whole_number -c "$OPTARG" && CPUS=$OPTARG ;;
      t) whole_number -t "$OPTARG" && LIMIT=$OPTARG ;;
      C) DIR=$OPTARG ;;
      f) [[ $OPTARG =~ ^[0-9]+:[0-9]+$ ]] || usage "-f takes HOST_PORT:GUEST_PORT, not \"$OPTARG\"" && forward_in "${OPTARG%:*}" "${OPTARG#*:}" ;;
      g) whole_number -g "$OPTARG" && forward_out "$OPTARG" ;;
      d) whole_number -d "$OPTARG" && DISK=$OPTARG ;;
      b) BALANCING=keep ;;
      k) KERNEL_ARGS=$OPTARG ;;
      q) QEMU_ARGS=$OPTARG ;;
      v) VERBOSE=1 ;;
      h) sed -n '2,/^set/s/^#\( \|$\)//p' "${BASH_SOURCE[0]}" && exit 0 ;;
      :) usage "-$OPTARG needs a value" ;;
      *) usage "no option -$OPTARG" ;;
    esac
  done
  [[ $THREADS == single || $THREADS == multi ]] || usage "LAB_THREADS is single or multi, not \"$THREADS\""
  REST=("${@:OPTIND}")
  [ ${#REST[@]} -gt 0 ] || usage "no command given"
  IFS=, read -ra SIZE_LIST <<<"$SIZES"
  if [ ${#SIZE_LIST[@]} -gt 1 ]; then
    [ "${NODES:-${#SIZE_LIST[@]}}" = ${#SIZE_LIST[@]} ] || usage "-m $SIZES has ${#SIZE_LIST[@]} sizes for $NODES nodes"
    NODES=${#SIZE_LIST[@]}
  else
    NODES=${NODES:-2}
    SIZE_LIST=("$SIZES" "$SIZES" "$SIZES")
  fi
}

# A run has a directory of its own, named by the pid of its script, so that the next run can remove what a SIGKILL left.
make_run_dir() {
  local old pid
  for old in "$CACHE"/run.*.*; do
    pid=${old#"$CACHE"/run.}
    [ ! -d "$old" ] || kill -0 "${pid%%.*}" 2>/dev/null || rm -rf "$old"
  done
  RUN=$(mktemp -d "$CACHE/run.$$.XXXXXX")
  trap 'rm -rf "$RUN"' EXIT
  mkdir "$RUN/ctl" "$RUN/init"
}

# What the guest must know: a file it sources, and the command.
write_control() {
  local name size tty=''
  if [ -t 1 ]; then
    tty=1
    # Inside $( ) stdout is the substitution's pipe, so the terminal is handed on as 3. A size of 0 is one nobody has set.
    { size=$(stty size <&3 2>/dev/null) || size='0 0'; } 3<&1
    [ "$size" = '0 0' ] || LINES=${LINES:-${size% *}} COLUMNS=${COLUMNS:-${size#* }}
  fi
  {
    printf 'export LAB_DIR=%q LAB_NODES=%q LAB_BALANCING=%q\n' "$DIR" "$NODES" "$BALANCING"
    printf 'LAB_NODE_HOME=%q LAB_NODE_BIN=%q\n' "$NODE_HOME" "$NODE_BIN"
    [ -z "$tty" ] || echo 'export LAB_TTY=1'
    for name in COLUMNS LINES TERM COLORTERM NO_COLOR FORCE_COLOR; do
      [ -z "${!name:-}" ] || printf 'export %s=%q\n' "$name" "${!name}"
    done
  } >"$RUN/ctl/env"
  if [ ${#REST[@]} -eq 1 ]; then printf '%s\n' "${REST[0]}"; else printf '%q ' "${REST[@]}"; fi >"$RUN/ctl/command"
}

# qemu writes to pipes of our own, because it cannot open every kind of stdout there is (a socket, say). The two cat's are
# waited for: without that the last lines could come after our exit. Both signals end qemu first, then this script.
boot_once() {
  local out err
  exec 8> >(exec cat) && out=$!
  exec 9> >(exec cat >&2) && err=$!
  STATUS=0
  setpriv --pdeathsig TERM timeout -k 5 "$LIMIT" qemu-system-x86_64 "${MACHINE[@]}" </dev/null >"$RUN/qemu" 2>&1 8>&8 9>&9 &
  QEMU=$!
  trap 'stop_guest 130' INT
  trap 'stop_guest 143' TERM
  wait "$QEMU" || STATUS=$?
  trap - INT TERM
  exec 8>&- 9>&-
  wait "$out" "$err" || true
}

# shellcheck disable=SC2317 # called by trap
stop_guest() {
  trap '' INT TERM
  kill "$QEMU" 2>/dev/null || true
  wait "$QEMU" 2>/dev/null || true
  exit "$1"
}

# A guest that never reached its command is tried again: emulation under load is not wholly dependable. A qemu that refuses
# to start (STATUS is not 0), or a guest that says why it gave up, would do so again.
boot() {
  local try
  for ((try = 1; try <= BOOT_TRIES; try++)); do
    boot_once
    if [ -s "$RUN/ctl/ready" ] || [ -s "$RUN/ctl/refused" ] || [ "$STATUS" != 0 ] || [ "$try" = "$BOOT_TRIES" ]; then
      return 0
    fi
    echo "lab: the guest did not boot (try $try of $BOOT_TRIES), trying again" >&2
  done
}

show_console() {
  tail -n "$1" "$RUN/console" "$RUN/qemu" >&2 2>/dev/null || true
}

conclude() {
  if [ -n "$VERBOSE" ]; then
    show_console +1
    echo "lab: seconds since boot: command begun $(cut -d' ' -f1 "$RUN/ctl/ready" || true), ended $(cut -d' ' -f1 "$RUN/ctl/done" || true)" >&2
  fi
  [ ! -s "$RUN/ctl/status" ] || exit "$(<"$RUN/ctl/status")"
  if [ "$STATUS" = 124 ] || [ "$STATUS" = 137 ]; then
    echo "lab: the time limit of $LIMIT s was reached; -t sets another" >&2
    exit 124
  fi
  if [ -s "$RUN/ctl/refused" ]; then
    echo "lab: the guest gave up: $(<"$RUN/ctl/refused")" >&2
    exit 125
  fi
  echo "lab: the guest died (qemu's status $STATUS); its last words:" >&2
  show_console 40
  exit 125
}

read_options "$@"
require_all
prepare_cache
make_run_dir
write_control
describe_machine
boot
conclude
