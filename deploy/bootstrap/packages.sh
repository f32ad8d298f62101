#!/bin/bash
# packages.sh FEATURE...   Sees to the Debian packages of: nats, lab, workload, python, prometheus. Silent and quick when all are there.
# packages.sh lists        Fetches apt's lists anew, for what is downloaded and not installed (the lab's kernel).
#
# What is looked for is the thing used (a program, a header), not the package: a nats-server of another origin will do.
# Note that Debian's nats-server is in /usr/sbin, which an ordinary user's PATH leaves out.
set -euo pipefail

PATH=$PATH:/usr/sbin:/sbin
LOCK_TIMEOUT_S=180 # another apt at work: unattended-upgrades takes a minute or two

# thing=package; a thing that begins with / is a path, any other a program. Two busybox packages share a program, and only
# the static one will do as a guest's first process.
NATS=(nats-server=nats-server)
LAB=(qemu-system-x86_64=qemu-system-x86 /var/lib/dpkg/info/busybox-static.list=busybox-static cpio=cpio zstd=zstd xz=xz-utils
  modprobe=kmod objcopy=binutils)
WORKLOAD=(gcc=gcc /usr/include/stdio.h=libc6-dev)
PROMETHEUS=(prometheus=prometheus)
PYTHON=(/usr/lib/python3/dist-packages/grpc=python3-grpcio /usr/lib/python3/dist-packages/google/protobuf=python3-protobuf)

MISSING=()

say() { echo "thermocline: $*" >&2; }

there() {
  case $1 in
    /*) [ -e "$1" ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Sets MISSING, the packages that the features named need and that are not here.
find_missing() {
  local feature pair pairs
  MISSING=()
  for feature in "$@"; do
    case $feature in
      nats) pairs=("${NATS[@]}") ;;
      lab) pairs=("${LAB[@]}") ;;
      workload) pairs=("${WORKLOAD[@]}") ;;
      python) pairs=("${PYTHON[@]}") ;;
      prometheus) pairs=("${PROMETHEUS[@]}") ;;
      *)
        say "no feature \"$feature\"; there are nats, lab, workload, python and prometheus"
        exit 64
        ;;
    esac
    for pair in "${pairs[@]}"; do
      there "${pair%=*}" || MISSING+=("${pair##*=}")
    done
  done
}

by_hand() {
  say "$1. By hand, as root: apt-get update${MISSING:+ && apt-get install --no-install-recommends ${MISSING[*]}}"
  exit 1
}

# Debian starts a service as soon as its package is installed: here a nats-server on 4222, the port of the one the project
# starts itself, and a Prometheus that nobody asked for, on all addresses. policy-rc.d is the place to forbid that
# (invoke-rc.d(8)); this one answers for these two alone and asks the one it stands in for about the rest, so that even if it were left behind it would harm nothing else.
POLICY=/usr/sbin/policy-rc.d

hold_back_services() {
  trap restore_policy EXIT
  [ ! -e "$POLICY" ] || grep -q 'thermocline' "$POLICY" || mv "$POLICY" "$POLICY.before-thermocline"
  cat >"$POLICY" <<'SCRIPT'
#!/bin/sh
# Put here by thermocline's bootstrap while it installs packages; may be removed.
case " $* " in *" nats-server"* | *" prometheus"*) exit 101 ;; esac
[ ! -x "$0.before-thermocline" ] || exec "$0.before-thermocline" "$@"
exit 0
SCRIPT
  chmod 755 "$POLICY"
}

restore_policy() {
  rm -f "$POLICY"
  [ ! -e "$POLICY.before-thermocline" ] || mv "$POLICY.before-thermocline" "$POLICY"
}

# Nor may they start at the next boot.
disable_services() { # package...
  local package
  command -v systemctl >/dev/null || return 0
  for package in "$@"; do
    case $package in
      nats-server | prometheus) systemctl --quiet disable "$package.service" >/dev/null 2>&1 || true ;;
    esac
  done
}

apt_install() { # log
  apt-get install -y --no-install-recommends -o "DPkg::Lock::Timeout=$LOCK_TIMEOUT_S" "${MISSING[@]}" >"$1" 2>&1 </dev/null
}

# The lists may be absent (a fresh container) or too old (a version that left the mirror): both show as a failed install.
install_missing() {
  local log
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  say "installing ${MISSING[*]} with apt-get"
  if ! apt_install "$log"; then
    update_lists "$log" || true
    if ! apt_install "$log"; then
      tail -n 5 "$log" >&2
      rm -f "$log"
      by_hand "apt-get failed (its last lines are above); check the network and the mirror in /etc/apt"
    fi
  fi
  rm -f "$log"
}

# Goes on as root, or says why it can't.
become_root() {
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null || by_hand "apt is needed, and that takes root"
  # Without a terminal nobody could answer sudo's question.
  if ! [ -t 0 ] && ! sudo -n true 2>/dev/null; then by_hand "apt is needed, and sudo wants a password"; fi
  exec sudo "$(realpath "${BASH_SOURCE[0]}")" "$@"
}

update_lists() { # log
  apt-get update -o "DPkg::Lock::Timeout=$LOCK_TIMEOUT_S" >"$1" 2>&1 </dev/null
}

fetch_lists() {
  local log
  become_root lists
  log=$(mktemp)
  say "fetching apt's lists"
  update_lists "$log" || {
    tail -n 3 "$log" >&2
    rm -f "$log"
    by_hand "apt-get update failed (its last lines are above); check the network and the mirror in /etc/apt"
  }
  rm -f "$log"
}

main() {
  [ "$*" != lists ] || { fetch_lists && exit 0; }
  find_missing "$@"
  [ ${#MISSING[@]} -gt 0 ] || exit 0
  if ! command -v apt-get >/dev/null; then
    say "this is not a Debian system, and what these Debian packages hold is missing: ${MISSING[*]}. Install it with the system's own means"
    exit 1
  fi
  become_root "$@"
  exec 9>/run/thermocline-packages.lock
  flock 9
  find_missing "$@"
  [ ${#MISSING[@]} -gt 0 ] || exit 0
  case " ${MISSING[*]} " in
    *" nats-server "* | *" prometheus "*)
      hold_back_services
      install_missing
      disable_services "${MISSING[@]}"
      ;;
    *) install_missing ;;
  esac
}

main "$@"
