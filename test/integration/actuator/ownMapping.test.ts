import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ChildMover } from '../../../services/actuator/childMover.js';
import type { MoveSpace } from '../../../services/actuator/moveSpace.js';
import { Errno, Verdict } from '../../../services/actuator/verdict.js';
import { SILENT } from '../../unit/actuator/kit/bench.js';
import { eachPage, oneRun } from '../../unit/actuator/kit/runs.js';

/** The child process of own-mapping and the real kernel. A host of one node has all pages on node 0. */
const mover = new ChildMover({
  name: 'own-mapping',
  serves: ['file'],
  paths: { procfs: '/proc', sysfs: '/sys' },
  logger: SILENT,
});
const probe = await mover.probe();
const skip = probe.works ? false : `own-mapping does not work here: ${probe.text}`;
const directory = mkdtempSync(join(tmpdir(), 'own-mapping-'));
const PAGES = 1000;

after(async () => {
  rmSync(directory, { recursive: true });
  await mover.close();
});

function file(name: string, pages = PAGES): string {
  const path = join(directory, name);
  writeFileSync(path, Buffer.alloc(pages * 4096, name));
  return path;
}

function spaceOf(path: string, openBy = path): MoveSpace {
  const { dev, ino } = statSync(path, { bigint: true });
  return { kind: 'file', file: { device: String(dev), inode: String(ino), path: openBy } };
}

function batch(space: MoveSpace, count: number) {
  const how = { resumed: false, sharedPages: false, retries: 1, backoffMs: 1, notBeforeMs: 0 };
  return { space, runs: oneRun(0, count), fromNode: 0, toNode: 0, ...how };
}

/** A process that maps a file and touches none of it. */
async function mappedBy(path: string): Promise<{ link: string; end: () => void }> {
  const code =
    'import mmap, sys; f = open(sys.argv[1], "r+b"); m = mmap.mmap(f.fileno(), 0); print("mapped", flush=True); sys.stdin.read()';
  const child = spawn('python3', ['-c', code, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  const links = `/proc/${child.pid}/map_files`;
  const name = readdirSync(links).find((each) => readlinkSync(join(links, each)) === path);
  return { link: join(links, name ?? 'none'), end: () => child.kill() };
}

test('pages in the cache are found and moved, by path and by both links of /proc, and the content stays', {
  skip,
}, async (t) => {
  const path = file('cached');
  const before = readFileSync(path);
  const fd = openSync(path, 'r');
  const { link, end } = await mappedBy(path);
  t.after(end);
  for (const openBy of [path, `/proc/${process.pid}/fd/${fd}`, link]) {
    const report = await mover.move(batch(spaceOf(path, openBy), PAGES));
    // On one node a page goes to where it is; folios of several pages answer EBUSY once, and are where they should be.
    assert.equal(report.ended, undefined);
    assert.ok(report.verdicts.every(({ verdict }) => verdict === Verdict.moved));
  }
  assert.ok(before.equals(readFileSync(path)));
});

test('what is not in memory is not read in: neither a hole nor what was dropped from the cache', { skip }, async () => {
  const path = file('dropped');
  truncateSync(path, 2 * PAGES * 4096);
  spawnSync('sync', [path]);
  spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
  const look = async () => {
    const { verdicts, details } = eachPage(await mover.move(batch(spaceOf(path), 2 * PAGES)));
    return verdicts.map((verdict, i) => (verdict === Verdict.moved ? 'there' : details[i]));
  };
  const first = await look();
  assert.ok(
    first.slice(PAGES).every((errno) => errno === Errno.ENOENT),
    'the hole is in memory',
  );
  // Whatever of the rest was dropped stays so.
  assert.deepEqual(await look(), first);
});

test('a file cut short has no pages beyond its end, and the child lives', { skip }, async () => {
  const path = file('cut');
  truncateSync(path, 10 * 4096);
  const { verdicts, details } = eachPage(await mover.move(batch(spaceOf(path), 20)));
  assert.deepEqual(verdicts.slice(10), Array(10).fill(Verdict.failed));
  assert.ok(details.slice(10).every((errno) => errno === Errno.ENOENT || errno === Errno.EFAULT));
  assert.ok(verdicts.slice(0, 10).every((verdict) => verdict === Verdict.moved));
});

test('another file, a directory, a pipe and nothing at all are told apart and left alone', { skip }, async () => {
  const path = file('one', 4);
  const ended = async (space: MoveSpace) => (await mover.survey({ space, ranges: oneRun(0, 4) })).ended?.reason;
  assert.equal(await ended(spaceOf(path, file('two', 4))), 'file-changed');
  mkdirSync(join(directory, 'd'));
  assert.equal(await ended(spaceOf(join(directory, 'd'))), 'file-changed');
  spawnSync('mkfifo', [join(directory, 'pipe')]);
  assert.equal(await ended(spaceOf(join(directory, 'pipe'))), 'file-changed');
  assert.equal(await ended(spaceOf(path, join(directory, 'none'))), 'file-gone');
  assert.equal(await ended(spaceOf(path, `/proc/${process.pid}/fd/9999`)), 'file-gone');
});
