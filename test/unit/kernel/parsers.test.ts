import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PageAddresses, writeAddresses } from '../../../services/kernel/addresses.js';
import { parseCapabilities } from '../../../services/kernel/capabilities.js';
import { parseIdList, parseNumaStat, parsePressure, parseZoneinfo } from '../../../services/kernel/counters.js';
import { errnoName, errnoNumber, KernelError } from '../../../services/kernel/errno.js';
import { parseMaps } from '../../../services/kernel/maps.js';
import { addPagemapEntries } from '../../../services/kernel/pagemap.js';
import { type Mapping, PageKind } from '../../../services/kernel/port.js';
import { RunColumns } from '../../../services/kernel/runs.js';
import { parseSmaps } from '../../../services/kernel/smaps.js';

const PAGE = 4096;
const LAST_PAGE = 2 ** 52 - 1;

const mapping: fc.Arbitrary<Mapping> = fc.record(
  {
    startPage: fc.integer({ min: 0, max: LAST_PAGE - 2 ** 20 }),
    pages: fc.integer({ min: 1, max: 2 ** 20 }),
    permissions: fc.constantFrom('rw-p', 'r-xp', '---p', 'rw-s'),
    offsetPages: fc.integer({ min: 0, max: 2 ** 40 }),
    device: fc.constantFrom('00:00', 'fe:00', '103:0a'),
    inode: fc.integer({ min: 0, max: 2 ** 48 }),
    path: fc.constantFrom('', '[heap]', '/a b/c (deleted)', '/memfd:x (deleted)', '/ünï'),
  },
  { noNullPrototype: true },
);

function line(m: Mapping): string {
  const hex = (page: number) => (BigInt(page) * BigInt(PAGE)).toString(16).padStart(8, '0');
  const head = `${hex(m.startPage)}-${hex(m.startPage + m.pages)} ${m.permissions} ${hex(m.offsetPages)} ${m.device} ${m.inode} `;
  return `${m.path === '' ? head : head.padEnd(73) + m.path}\n`;
}

test('maps: what was printed is what is parsed', () => {
  fc.assert(
    fc.property(fc.array(mapping), (mappings) => {
      assert.deepEqual(parseMaps(Buffer.from(mappings.map(line).join('')), PAGE), mappings);
    }),
  );
});

test('maps: any bytes are parsed without end or error', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parseMaps(Buffer.from(bytes), PAGE)));
  assert.deepEqual(parseMaps(Buffer.from('\n\nnonsense\n1000-\n'), PAGE), []);
});

test('smaps: figures belong to the header above them', () => {
  const entry = fc.tuple(mapping, fc.nat(2 ** 40), fc.nat(2 ** 40));
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const text = entries.map(
        ([m, rss, referenced]) =>
          `${line(m)}Size: 4 kB\nRss:        ${rss} kB\nPss: 1 kB\nReferenced:  ${referenced} kB\nVmFlags: rd wr\n`,
      );
      assert.deepEqual(
        parseSmaps(Buffer.from(text.join('')), PAGE),
        entries.map(([m, rss, referenced]) => ({
          mapping: m,
          residentBytes: rss * 1024,
          referencedBytes: referenced * 1024,
        })),
      );
    }),
  );
});

test('pagemap: runs are those of a naive count, page by page', () => {
  const entry = fc.constantFrom(0, 0x8000_0000, 0xa000_0000, 0x2000_0000, 0x8180_0000);
  const area: Mapping = {
    startPage: 100,
    pages: 64,
    permissions: 'rw-s',
    offsetPages: 0,
    device: '00:01',
    inode: 5,
    path: '/dev/shm/x',
  };
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 64 }), fc.nat(63), (entries, cutAt) => {
      const words = Uint32Array.from(entries.flatMap((high) => [7, high]));
      const cut = Math.min(cutAt, entries.length);
      const columns = new RunColumns();
      // Two chunks: a run that goes across their border stays one.
      addPagemapEntries(columns, area, 100, words.subarray(0, 2 * cut), cut);
      addPagemapEntries(columns, area, 100 + cut, words.subarray(2 * cut), entries.length - cut);
      const runs = columns.take();
      const pages = new Map<number, number>();
      runs.startPage.forEach((start, i) => {
        for (let k = 0; k < (runs.pages[i] ?? 0); k += 1) pages.set(start + k, runs.kind[i] ?? 0);
        const previousEnd = (runs.startPage[i - 1] ?? -1) + (runs.pages[i - 1] ?? 0);
        assert.ok(i === 0 || start > previousEnd || runs.kind[i] !== runs.kind[i - 1], 'neighbours are joined');
      });
      const naive = entries.flatMap((high, i): [number, number][] =>
        high < 0x8000_0000 ? [] : [[100 + i, (high & 0x2000_0000) === 0 ? PageKind.anon : PageKind.shmem]],
      );
      assert.deepEqual([...pages], naive);
    }),
  );
});

test('runs: columns grow past their first size', () => {
  const columns = new RunColumns();
  for (let i = 0; i < 1000; i += 1) columns.add(i * 2, 1, PageKind.anon);
  const runs = columns.take();
  assert.equal(runs.startPage.length, 1000);
  assert.equal(runs.startPage[999], 1998);
});

test('addresses are written exactly without BigInt', () => {
  // Runs across the bounds of the low word, too.
  const bound = fc.integer({ min: 1, max: 2 ** 30 }).map((words) => words * 2 ** 20 - 3);
  const someStart = fc.oneof(fc.integer({ min: 0, max: LAST_PAGE - 6 }), bound);
  fc.assert(
    fc.property(fc.array(fc.tuple(someStart, fc.integer({ min: 1, max: 6 })), { minLength: 1 }), (runs) => {
      const pages = runs.flatMap(([start, count]) => Array.from({ length: count }, (_, i) => start + i));
      const words = new Uint32Array(pages.length * 2);
      writeAddresses(Float64Array.from(pages), PAGE, words);
      const addresses = [...new BigUint64Array(words.buffer)];
      const ranges = {
        startPage: Float64Array.from(runs, ([start]) => start),
        pages: Float64Array.from(runs, ([, count]) => count),
      };
      const written = PageAddresses.ofRanges(ranges, PAGE);
      assert.deepEqual(written.words, words);
      assert.deepEqual([...written.part(1, pages.length).numbers()], pages.slice(1));
      assert.deepEqual(
        addresses,
        pages.map((page) => BigInt(page) * 4096n),
      );
    }),
  );
});

test('zoneinfo: zones add up, pagesets and per-node figures do not count', () => {
  const zone = (node: number, name: string, min: number) =>
    `Node ${node}, zone ${name}\n  per-node stats\n      high 9\n  pages free     50\n        boost    0\n        min      ${min}\n` +
    `        low      ${min + 1}\n        high     ${min + 2}\n        spanned  70\n  pagesets\n    cpu: 0\n              high:  99\n`;
  const text = zone(0, 'DMA', 10) + zone(0, 'Normal', 20) + zone(1, 'Normal', 5);
  assert.deepEqual(
    parseZoneinfo(text, 4096),
    new Map([
      [0, { minBytes: 30 * 4096, lowBytes: 32 * 4096, highBytes: 34 * 4096 }],
      [1, { minBytes: 5 * 4096, lowBytes: 6 * 4096, highBytes: 7 * 4096 }],
    ]),
  );
});

test('pressure, numa_stat, lists of ids, capabilities', () => {
  assert.deepEqual(
    parsePressure('some avg10=12.50 avg60=1.00 avg300=0.00 total=5\nfull avg10=3.00 avg60=0 avg300=0 total=1\n'),
    {
      someAvg10: 0.125,
      fullAvg10: 0.03,
    },
  );
  assert.equal(parsePressure(''), undefined);
  assert.deepEqual(
    parseNumaStat('anon N0=4096 N2=0\nfile N0=1 N2=8192\n'),
    new Map([
      [
        'anon',
        new Map([
          [0, 4096],
          [2, 0],
        ]),
      ],
      [
        'file',
        new Map([
          [0, 1],
          [2, 8192],
        ]),
      ],
    ]),
  );
  assert.deepEqual(parseIdList('0-2,5,7-8\n'), [0, 1, 2, 5, 7, 8]);
  assert.deepEqual(parseIdList('\n'), []);
  assert.deepEqual([...parseCapabilities('Name:\tx\nCapEff:\t0000000000880000\n')], ['CAP_SYS_PTRACE', 'CAP_SYS_NICE']);
});

test('errors say what to do', () => {
  assert.equal(errnoName(-16), 'EBUSY');
  assert.equal(errnoName(9999), 'E9999');
  assert.equal(errnoNumber('ENOENT'), 2);
  assert.match(new KernelError('EPERM', 'move_pages of process 7').message, /CAP_SYS_PTRACE and CAP_SYS_NICE/);
  assert.equal(new KernelError('ESRCH', 'move_pages of process 7').errno, 3);
});
