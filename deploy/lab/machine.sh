# shellcheck shell=bash
# The emulated machine, as qemu's arguments in MACHINE. Sourced by lab.sh.

# SLIT distances, and HMAT latency (ns) and bandwidth: what the firmware says of DRAM, a CXL expander and persistent memory.
# Declared only: emulated memory is equally fast everywhere. They make the kernel put each node in a tier of its own.
DISTANCE_FROM_0=(10 20 40)
DISTANCE_1_2=30
LATENCY_NS=(80 250 400)
BANDWIDTH=(40G 16G 6G)

# The kernel's arguments trade checks that a lab does without for a boot 1.5 s shorter. init_on_alloc=0: clearing
# each new page halves the speed of migration. The two initcalls verify certificates and gather jitter, half a second. rep_good: as for
# STRING_INSTRUCTIONS below.
KERNEL_COMMAND_LINE='console=ttyS0 quiet panic=-1 mitigations=off nokaslr no_timer_check cryptomgr.notests
random.trust_cpu=on audit=0 apparmor=0 init_on_alloc=0 8250.nr_uarts=1 net.ifnames=0
clearcpuid=rep_good initcall_blacklist=load_system_certificate_list,jent_mod_init'

# A real processor copies fastest by rep movsb and the like, and says so by these flags; the emulator takes such an instruction for a loop
# of its elements, a byte each. Without them the kernel and the C library copy by loops of moves: pages are cleared four times and migrated
# two to three times as fast, and a boot takes a third less.
STRING_INSTRUCTIONS='-erms,-fsrm'

forward_in() { # host-port guest-port
  FORWARDS+=",hostfwd=tcp:127.0.0.1:$1-:$2"
}

# qemu starts one nc a connection; restrict=on lets the guest reach nothing else.
forward_out() { # host-port
  FORWARDS+=",guestfwd=tcp:10.0.2.100:$1-cmd:$(command -v busybox) nc 127.0.0.1 $1"
}

share() { # directory tag options
  # qemu doubles a comma in a value; files of several file systems get distinct inode numbers (multidevs).
  MACHINE+=(-virtfs "local,path=${1//,/,,},mount_tag=$2,security_model=none,multidevs=remap$3")
}

describe_numa() {
  local i j cpus total=0
  for ((i = 0; i < NODES; i++)); do
    cpus=''
    [ "$i" -gt 0 ] || cpus=",cpus=0-$((CPUS - 1))"
    MACHINE+=(-object "memory-backend-ram,id=m$i,size=${SIZE_LIST[i]}M" -numa "node,nodeid=$i,memdev=m$i,initiator=0$cpus")
    total=$((total + SIZE_LIST[i]))
  done
  for ((i = 0; i < NODES; i++)); do
    for ((j = i + 1; j < NODES; j++)); do
      MACHINE+=(-numa "dist,src=$i,dst=$j,val=$((i == 0 ? DISTANCE_FROM_0[j] : DISTANCE_1_2))")
    done
    MACHINE+=(-numa "hmat-lb,initiator=0,target=$i,hierarchy=memory,data-type=access-latency,latency=${LATENCY_NS[i]}")
    MACHINE+=(-numa "hmat-lb,initiator=0,target=$i,hierarchy=memory,data-type=access-bandwidth,bandwidth=${BANDWIDTH[i]}")
  done
  MACHINE+=(-m "${total}M")
}

describe_shares() {
  share /usr usr ,readonly=on
  share "$RUN/ctl" ctl ''
  share "$DIR" dir ''
  [ -z "$NODE_HOME" ] || share "$NODE_HOME" node ,readonly=on
}

describe_disk() {
  [ -n "$DISK" ] || return 0
  truncate -s "${DISK}G" "$RUN/disk" || die "no scratch disk of $DISK GiB in $CACHE; ask for less, or set LAB_CACHE to another place"
  MACHINE+=(-drive "file=${RUN//,/,,}/disk,if=virtio,format=raw,cache=unsafe")
}

# The cached initramfs with this run's init behind it: the kernel unpacks archives that follow one another.
pack_init() {
  cp "$LAB/guest-init" "$RUN/init/init"
  chmod 755 "$RUN/init/init"
  (cd "$RUN/init" && echo init | cpio -o -H newc --quiet) | cat "$CACHE/boot/initrd" - >"$RUN/initrd"
}

# la57 off: five-level page tables cost the emulator a level more on each miss.
describe_machine() {
  # shellcheck disable=SC2206 # -q is split at spaces, as its help says
  local extra=($QEMU_ARGS)
  pack_init
  MACHINE=(-M "q35,hmat=on" -accel "tcg,thread=$THREADS" -cpu "max,-la57,$STRING_INSTRUCTIONS" -smp "$CPUS")
  MACHINE+=(-nodefaults -no-user-config -display none -no-reboot)
  describe_numa
  describe_shares
  describe_disk
  MACHINE+=(-kernel "$CACHE/boot/vmlinux" -initrd "$RUN/initrd" -append "${KERNEL_COMMAND_LINE//$'\n'/ } $KERNEL_ARGS")
  MACHINE+=(-netdev "user,id=net,restrict=on$FORWARDS" -device "virtio-net-pci,netdev=net,romfile=" -device virtio-serial-pci)
  MACHINE+=(-chardev "file,id=out,path=/dev/fd/8,append=on" -device "virtserialport,chardev=out,nr=1")
  MACHINE+=(-chardev "file,id=err,path=/dev/fd/9,append=on" -device "virtserialport,chardev=err,nr=2")
  MACHINE+=(-serial "file:$RUN/console" "${extra[@]}")
}
