# shellcheck shell=bash
# The guest's kernel and the unchanging part of its initramfs, built from a Debian package once and kept in $CACHE.
# Sourced by lab.sh. The package is unpacked, never installed.
#
#   $CACHE/package/   the .deb as apt verified it, and its SHA-256: a broken build is made again without the network
#   $CACHE/boot/      vmlinux, initrd, config, version, SHA256SUMS

# 6.12 is Debian's first kernel here with all that is needed: DAMON in sysfs, its migrate actions, PAGEMAP_SCAN, memory tiers.
KERNEL_PACKAGES=(linux-image-6.12-amd64 linux-image-amd64)
KERNEL_AT_LEAST=6.12
UNPACKED_MIB=1200
# Loaded in this order at start; what is built in falls away. ext4's are loaded only when there is a disk.
MODULES=(9pnet_virtio 9p virtio_net)
DISK_MODULES=(virtio_blk crc32c_generic ext4)

prepare_cache() {
  mkdir -p "$CACHE" 2>/dev/null || die "the cache $CACHE cannot be made; set LAB_CACHE to a directory that can be written"
  exec 7>"$CACHE/lock" || die "the cache $CACHE cannot be written; set LAB_CACHE to another directory"
  flock 7
  if [ ! -d "$CACHE/boot" ]; then
    build_boot
  elif [ "$(cat "$CACHE/boot/recipe" 2>/dev/null)" != "$(recipe)" ]; then
    echo "lab: what is in $CACHE was made by another version of the lab; building it again" >&2
    build_boot
  elif ! (cd "$CACHE/boot" && sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1); then
    echo "lab: the kernel or the initramfs in $CACHE is damaged; building it again" >&2
    build_boot
  fi
  exec 7>&-
}

recipe() { sha256sum <"$LAB/prepare.sh"; }

# Built apart and renamed, so that an interrupted build leaves nothing that looks whole.
build_boot() {
  require_build_tools
  require_room "$CACHE" "$UNPACKED_MIB"
  local work=$CACHE/build
  rm -rf "$work" && mkdir -p "$work/boot"
  fetch_package
  echo "lab: unpacking $(basename "$PACKAGE")" >&2
  dpkg-deb -x "$PACKAGE" "$work/root" || die "$PACKAGE cannot be unpacked; remove $CACHE and try again"
  # Debian 13 ships modules in /usr/lib, which depmod -b does not look at.
  [ -e "$work/root/lib" ] || ln -s usr/lib "$work/root/lib"
  local release
  release=$(cd "$work/root/lib/modules" && echo *)
  extract_vmlinux "$work/root/boot/vmlinuz-$release" "$work/boot/vmlinux"
  pack_initrd "$work/root" "$release" "$work/initrd.d" "$work/boot/initrd"
  cp "$work/root/boot/config-$release" "$work/boot/config"
  echo "$release" >"$work/boot/version"
  recipe >"$work/boot/recipe"
  (cd "$work/boot" && sha256sum vmlinux initrd config version recipe >SHA256SUMS)
  rm -rf "$CACHE/boot"
  mv "$work/boot" "$CACHE/boot"
  rm -rf "$work"
}

# The first of the packages named that the lists have in a version new enough; it only points at the real package.
listed_package() { # package...
  local meta package release
  for meta in "$@"; do
    package=$(apt-cache depends "$meta" 2>/dev/null | grep -oE 'linux-image-[0-9]+\.[0-9]+\.[0-9][^ ]*' | head -n 1) || continue
    release=${package#linux-image-}
    [ "$(printf '%s\n' "$KERNEL_AT_LEAST" "$release" | sort -V | head -n 1)" = "$KERNEL_AT_LEAST" ] || continue
    echo "$package"
    return 0
  done
  return 1
}

# A machine's lists may be of its installation, and without the security archive, which is where this kernel is.
choose_package() {
  local candidates=("${KERNEL_PACKAGES[@]}")
  [ -z "${LAB_KERNEL_PACKAGE:-}" ] || candidates=("$LAB_KERNEL_PACKAGE")
  listed_package "${candidates[@]}" && return 0
  bash "$LAB/../bootstrap/packages.sh" lists || true
  listed_package "${candidates[@]}" && return 0
  die "apt's lists have no kernel package of $KERNEL_AT_LEAST or newer (looked for: ${candidates[*]}); on Debian 12 enable bookworm-security, then run apt-get update"
}

# A machine's lists may be too old as well, and name a version that has left the mirror.
download_package() { # fetches into $CACHE/package and sets SUM, the SHA-256 that the lists say
  local package
  package=$(choose_package) || exit 1
  SUM=$(apt-cache show --no-all-versions "$package" | awk '$1 == "SHA256:" { print $2; exit }')
  [ -n "$SUM" ] || die "apt's lists have no SHA-256 of $package; run apt-get update"
  rm -rf "$CACHE/package" && mkdir "$CACHE/package"
  echo "lab: downloading $package (about 110 MB, once)" >&2
  (cd "$CACHE/package" && apt-get -qq download "$package" >log 2>&1)
}

# apt verifies what it downloads against signed lists. The SHA-256 those lists say is compared once more and kept for later.
fetch_package() {
  for PACKAGE in "$CACHE"/package/*.deb; do
    [ -f "$PACKAGE" ] && (cd "$CACHE/package" && sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1) && return 0
  done
  download_package || { bash "$LAB/../bootstrap/packages.sh" lists && download_package; } || {
    tail -n 3 "$CACHE/package/log" >&2
    die "apt-get download failed; check the network, run apt-get update, try again"
  }
  PACKAGE=$(echo "$CACHE"/package/*.deb)
  echo "$SUM  ${PACKAGE##*/}" >"$CACHE/package/SHA256SUMS"
  (cd "$CACHE/package" && sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1) ||
    die "$PACKAGE does not have the SHA-256 that apt's lists say ($SUM); run apt-get update, remove the file, try again"
}

number_at() { # file offset od-type bytes
  od -An -t "$3" -j "$2" -N "$4" "$1" | tr -d ' '
}

# Under emulation a kernel that unpacks itself boots in 12 s, an unpacked one (qemu's PVH entry) in 8. The setup header says
# where the payload lies: setup_sects 0x1f1, payload_offset 0x248, payload_length 0x24c (Documentation/arch/x86/boot.rst).
# The last 4 bytes of the payload are its unpacked length, which no unpacker knows.
extract_vmlinux() { # vmlinuz vmlinux
  [ -s "$1" ] || die "the kernel package has no $(basename "$1"); LAB_KERNEL_PACKAGE names another package"
  local begin length unpack
  begin=$((($(number_at "$1" 0x1f1 u1 1) + 1) * 512 + $(number_at "$1" 0x248 u4 4)))
  length=$(($(number_at "$1" 0x24c u4 4) - 4))
  case $(number_at "$1" "$begin" x1 4) in
    28b52ffd) unpack='zstd -qdc' ;;
    fd377a58) unpack='xz -qdc' ;;
    *) die "$(basename "$1") is compressed in a way not known here (zstd and xz are)" ;;
  esac
  # shellcheck disable=SC2086 # program and options
  head -c $((begin + length)) "$1" | tail -c "$length" | $unpack >"$2" || die "$(basename "$1") cannot be unpacked"
  readelf -h "$2" >/dev/null || die "$(basename "$1") holds no ELF kernel"
}

unpack_module() { # compressed target
  case $1 in
    *.xz) xz -dc "$1" >"$2" ;;
    *.zst) zstd -qdc "$1" >"$2" ;;
    *) cp "$1" "$2" ;;
  esac
  # The emulated CPU unpacks every byte of the initramfs; debug and type sections are of no use there.
  objcopy --strip-debug -R .BTF "$2"
}

# Names begin with a number, because insmod does not order them. /mod is loaded always, /mod/disk with -d.
pack_initrd() { # root release directory initrd
  local root=$1 release=$2 dir=$3 name path target count=10
  mkdir -p "$dir/mod/disk"
  depmod -b "$root" "$release"
  for name in "${MODULES[@]}" -- "${DISK_MODULES[@]}"; do
    if [ "$name" = -- ]; then target=mod/disk; continue; fi
    while read -r path; do
      name=${path##*/} && name=${name%%.ko*}
      [ -z "$(find "$dir/mod" -name "*-$name.ko")" ] || continue
      unpack_module "$path" "$dir/${target:-mod}/$((count += 1))-$name.ko"
    done < <(modprobe -S "$release" -d "$root" --show-depends "$name" 2>/dev/null | awk '$1 == "insmod" { print $2 }')
  done
  [ -n "$(find "$dir/mod" -name '*-9p.ko')" ] || die "the kernel package has no 9p module; LAB_KERNEL_PACKAGE names another (the cloud kernels lack it)"
  # The name matters: busybox looks at what it is called as.
  cp "$(command -v busybox)" "$dir/busybox"
  (cd "$dir" && find . | cpio -o -H newc --quiet) >"$4"
}
