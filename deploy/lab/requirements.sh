# shellcheck shell=bash
# What the lab needs on this machine. Sourced by lab.sh. Nothing is installed here, for that takes root.

die() {
  echo "lab: $*" >&2
  exit 1
}

need_program() { # program package
  command -v "$1" >/dev/null || die "$1 is missing; install it: apt-get install $2 (or deploy/bootstrap/packages.sh lab)"
}

# Programs of every start.
require_all() {
  [ "$(uname -m)" = x86_64 ] || die "the guest is x86_64 and this machine is $(uname -m); run the lab on an x86_64 machine"
  need_program qemu-system-x86_64 qemu-system-x86
  need_program busybox busybox-static
  need_program cpio cpio
  need_program setpriv util-linux
  require_dir
  find_node
}

# Programs of a rebuild of the cache.
require_build_tools() {
  need_program apt-get apt
  need_program dpkg-deb dpkg
  need_program zstd zstd
  need_program xz xz-utils
  need_program modprobe kmod
  need_program depmod kmod
  need_program objcopy binutils
  if readelf -lW "$(command -v busybox)" | grep -q INTERP; then
    die "busybox is linked to libraries, which the first moments of the guest lack; install the other: apt-get install busybox-static"
  fi
}

require_dir() {
  local given=$DIR
  DIR=$(realpath -e "$given" 2>/dev/null) || die "the directory $given does not exist; -C names the one to share"
  [ -d "$DIR" ] && [ -r "$DIR" ] && [ -x "$DIR" ] || die "$DIR cannot be read by $(id -un); -C names the directory to share"
}

# The guest has this machine's /usr. A node elsewhere (nvm and its like live under a home) is shared besides.
# LAB_NODE_BIN stays empty where the guest looks anyway.
find_node() {
  NODE_HOME='' NODE_BIN=''
  local node
  node=$(command -v node) && node=$(realpath -e "$node") || return 0
  NODE_BIN=${node%/*}
  case $NODE_BIN in /usr/bin | /usr/local/bin) NODE_BIN='' ;; esac
  case $node in
    /usr/* | "$DIR"/*) return 0 ;;
  esac
  NODE_HOME=$NODE_BIN
  [ "${NODE_BIN##*/}" != bin ] || [ "$NODE_BIN" = /bin ] || NODE_HOME=${NODE_BIN%/bin}
}

require_room() { # directory MiB
  local free
  free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$2" ] || die "$1 has $free MiB free and the lab's kernel needs $2 while it is unpacked; make room, or set LAB_CACHE to another place"
}
