/**
 * syscall(2) from JavaScript: the only file that knows the FFI.
 *
 * A call goes through libffi with an argument block that is prepared once and reused (0.7 µs a call, against 55-130 µs
 * through ffi.Library). Only `ffi-napi/lib/bindings` and `ref-napi` are loaded, and only at the first call, for the rest
 * of ffi-napi is not needed and loading counts where files are slow. Not for worker threads: ffi-napi's exit hooks crash
 * there. errno is read right after a call that returned -1, the one moment when it is reliable.
 */
import { createRequire } from 'node:module';

/** What a system call takes: a number (of up to 2^53, negative ones in two's complement), or memory to point to. */
export type SyscallArgument = number | bigint | NodeJS.ArrayBufferView;

/** System calls take at most six arguments; syscall(2) takes the number before them. */
const SLOTS = 7;
const SLOT_BYTES = 8;
const TWO_32 = 2 ** 32;

interface Bindings {
  readonly FFI_CIF_SIZE: number;
  readonly FFI_DEFAULT_ABI: number;
  readonly FFI_OK: number;
  readonly FFI_TYPES: { readonly pointer: Buffer; readonly int64: Buffer; readonly int32: Buffer };
  readonly StaticFunctions: { readonly dlsym: Buffer; readonly _errno: Buffer };
  ffi_prep_cif(cif: Buffer, count: number, result: Buffer, types: Buffer, abi: number): number;
  ffi_call(cif: Buffer, fn: Buffer, result: Buffer, args: Buffer): void;
}

interface Ref {
  address(memory: NodeJS.ArrayBufferView): number;
  writePointer(buffer: Buffer, offset: number, pointer: Buffer): void;
  readPointer(buffer: Buffer, offset: number, length: number): Buffer;
}

/** A C function whose arguments are 64-bit slots in one reused block. */
class PreparedCall {
  /** Low and high halves of each argument slot, little endian as on both supported processors. */
  readonly #slots: Uint32Array;
  readonly #slotPointers: Buffer;
  readonly #result = Buffer.alloc(SLOT_BYTES);
  readonly #resultHalves: Int32Array;
  /** libffi keeps a pointer to it in the call interface, so it must live as long. */
  readonly #types: Buffer;
  readonly #cif: Buffer;
  readonly #bindings: Bindings;
  readonly #ref: Ref;
  readonly #fn: Buffer;
  /** Keeps the memory of a call from being collected while it runs. */
  readonly #held: (ArrayBufferLike | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  /** Where memory begins that was passed before: a buffer stays where it is for as long as there is one. */
  readonly #addresses = new WeakMap<ArrayBufferLike, number>();

  constructor(bindings: Bindings, ref: Ref, fn: Buffer, count: number, resultType: Buffer) {
    this.#bindings = bindings;
    this.#ref = ref;
    this.#fn = fn;
    const block = Buffer.alloc(Math.max(1, count) * SLOT_BYTES);
    this.#slots = new Uint32Array(block.buffer, block.byteOffset, block.length / 4);
    this.#resultHalves = new Int32Array(this.#result.buffer, this.#result.byteOffset, 2);
    this.#slotPointers = Buffer.alloc(block.length);
    this.#types = Buffer.alloc(block.length);
    for (let i = 0; i < count; i += 1) {
      const slot = block.subarray(i * SLOT_BYTES, (i + 1) * SLOT_BYTES);
      ref.writePointer(this.#slotPointers, i * SLOT_BYTES, slot);
      ref.writePointer(this.#types, i * SLOT_BYTES, bindings.FFI_TYPES.int64);
    }
    this.#cif = Buffer.alloc(bindings.FFI_CIF_SIZE);
    const status = bindings.ffi_prep_cif(this.#cif, count, resultType, this.#types, bindings.FFI_DEFAULT_ABI);
    if (status !== bindings.FFI_OK) throw new Error(`libffi refused to prepare a call (status ${status})`);
  }

  /** Takes the arguments one by one, for it is called again and again where a call is all that is done. */
  set(slot: number, value: SyscallArgument): void {
    if (typeof value === 'bigint') {
      this.#slots[slot * 2] = Number(value & 0xffffffffn);
      this.#slots[slot * 2 + 1] = Number((value >> 32n) & 0xffffffffn);
      return;
    }
    const number = typeof value === 'number' ? value : this.#pointerTo(slot, value);
    this.#slots[slot * 2] = number >>> 0;
    this.#slots[slot * 2 + 1] = Math.floor(number / TWO_32) >>> 0;
  }

  call(): void {
    this.#bindings.ffi_call(this.#cif, this.#fn, this.#result, this.#slotPointers);
    this.#held.fill(undefined);
  }

  /** The result as a signed 64-bit number; exact below 2^53. */
  number(): number {
    return (this.#resultHalves[1] ?? 0) * TWO_32 + ((this.#resultHalves[0] ?? 0) >>> 0);
  }

  /** The low 32 bits of the result. */
  int(): number {
    return this.#resultHalves[0] ?? 0;
  }

  /** The result as a pointer. */
  pointer(): Buffer {
    return this.#ref.readPointer(this.#result, 0, 0);
  }

  #pointerTo(slot: number, { buffer, byteOffset }: NodeJS.ArrayBufferView): number {
    this.#held[slot] = buffer;
    const known = this.#addresses.get(buffer);
    const address = known ?? this.#ref.address(new Uint8Array(buffer));
    if (known === undefined) this.#addresses.set(buffer, address);
    return address + byteOffset;
  }
}

interface Libc {
  readonly syscall: PreparedCall;
  readonly errno: PreparedCall;
  readonly ref: Ref;
}

let libc: Libc | undefined;

function load(): Libc {
  const require = createRequire(import.meta.url);
  const bindings: Bindings = require('ffi-napi/lib/bindings');
  // The very ref-napi that the bindings were initialized with, wherever it is installed.
  const ref: Ref = createRequire(require.resolve('ffi-napi/lib/bindings'))('ref-napi');
  const { dlsym, _errno } = bindings.StaticFunctions;
  const lookup = new PreparedCall(bindings, ref, dlsym, 2, bindings.FFI_TYPES.pointer);
  // A null handle is RTLD_DEFAULT: the libc this process is linked with.
  lookup.set(0, 0);
  lookup.set(1, Buffer.from('syscall\0'));
  lookup.call();
  if (lookup.number() === 0) throw new Error('the C library has no syscall()');
  return {
    syscall: new PreparedCall(bindings, ref, lookup.pointer(), SLOTS, bindings.FFI_TYPES.int64),
    errno: new PreparedCall(bindings, ref, _errno, 0, bindings.FFI_TYPES.int32),
    ref,
  };
}

/**
 * One system call, on this thread. Answers with its result, or with the negative errno, as the kernel itself does (no
 * call gives a result within -4095..-1). Memory that is passed must not be resized during the call.
 */
export function syscall(
  number: number,
  first: SyscallArgument = 0,
  second: SyscallArgument = 0,
  third: SyscallArgument = 0,
  fourth: SyscallArgument = 0,
  fifth: SyscallArgument = 0,
  sixth: SyscallArgument = 0,
): number {
  libc ??= load();
  const call = libc.syscall;
  call.set(0, number);
  call.set(1, first);
  call.set(2, second);
  call.set(3, third);
  call.set(4, fourth);
  call.set(5, fifth);
  call.set(6, sixth);
  call.call();
  const result = call.number();
  if (result !== -1) return result;
  libc.errno.call();
  return -libc.errno.int();
}

/** Address of memory, for structures that hold pointers. The caller keeps the memory referenced while it is used. */
export function addressOf(memory: NodeJS.ArrayBufferView): number {
  libc ??= load();
  return libc.ref.address(memory);
}
