/**
 * A process with a known hot range: `node kernel.workload.js MIB HOT_MIB`. Prints its pid and the first page of its memory
 * as one line of JSON, then reads the first HOT_MIB again and again until it is killed.
 */
import { addressOf } from '../../services/kernel/ffi.js';

const PAGE = 4096;
const MIB = 2 ** 20;
const PAUSE_MS = 10;
/** Nobody should have to look for it when the test that started it is gone. */
const LIFETIME_MS = 120_000;

const bytes = Number(process.argv[2]) * MIB;
const hotBytes = Number(process.argv[3]) * MIB;
const memory = new Uint8Array(bytes + PAGE);
// The first whole page within the allocation.
const skip = (PAGE - (addressOf(memory) % PAGE)) % PAGE;
for (let at = skip; at < skip + bytes; at += PAGE) memory[at] = 1;

let sum = 0;
setInterval(() => {
  for (let at = skip; at < skip + hotBytes; at += PAGE) sum += memory[at] ?? 0;
}, PAUSE_MS);
setTimeout(() => process.exit(sum === 0 ? 1 : 0), LIFETIME_MS);

const startPage = (addressOf(memory) + skip) / PAGE;
console.log(JSON.stringify({ pid: process.pid, startPage, pages: bytes / PAGE, hotPages: hotBytes / PAGE }));
