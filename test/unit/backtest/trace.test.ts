import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { TraceMessage } from '../../../services/backtest/crew.js';
import { parseDamo } from '../../../services/backtest/damo.js';
import { damoBatches } from '../../../services/backtest/damoBatches.js';
import { Replay } from '../../../services/backtest/replay.js';
import { reportOf } from '../../../services/backtest/report.js';
import { readTrace, writeTrace } from '../../../services/backtest/trace.js';
import { FLEET_POLICY, soundPolicy } from '../../fleet-sim/policy.js';

function fileOf(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'thermocline-trace-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'some.trace');
}

async function* given(messages: readonly TraceMessage[]): AsyncGenerator<TraceMessage> {
  yield* messages;
}

async function all(file: string): Promise<TraceMessage[]> {
  const found: TraceMessage[] = [];
  for await (const { hostId, bytes } of readTrace(file)) found.push({ hostId, bytes: Uint8Array.from(bytes) });
  return found;
}

const HEADER = { source: 'test', createdUnixMs: 1 };
const message = fc.record({
  hostId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  bytes: fc.uint8Array({ maxLength: 3000 }),
});

test('a trace gives back what was written, and wherever it is cut off says how much there was', async (t) => {
  const file = fileOf(t);
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 20 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (some, at) => {
        assert.equal(await writeTrace(file, HEADER, given(some)), some.length);
        assert.deepEqual(
          await all(file),
          some.map(({ hostId, bytes }) => ({ hostId, bytes })),
        );
        const whole = readFileSync(file);
        writeFileSync(file, whole.subarray(0, Math.floor(at * whole.length)));
        let read = 0;
        const reading = (async () => {
          for await (const _ of readTrace(file)) read++;
        })();
        await assert.rejects(reading, (error: Error & { code?: string }) => {
          assert.equal(error.code, 'TRACE_CUT');
          assert.match(error.message, new RegExp(`: ${read} whole batches were read`));
          return true;
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('what is no trace, or one of another version, is refused by name', async (t) => {
  const file = fileOf(t);
  const refused = async (bytes: Uint8Array | undefined, says: RegExp): Promise<void> => {
    if (bytes) writeFileSync(file, bytes);
    await assert.rejects(all(file), { code: 'TRACE_UNREADABLE', message: says });
  };
  await refused(undefined, /is not there/);
  await refused(Buffer.from('a plain text of some length, without any gzip around it'), /incorrect header check/);
  await refused(gzipSync('a plain text of some length, with gzip around it'), /is no trace/);
  await refused(gzipSync('THERMOCLINE-TRACE 2\n and whatever there is'), /a trace of version 2; 1 is read/);
});

const DAMO = JSON.stringify([
  {
    kdamond_idx: null,
    intervals: { sample_us: '5,000', aggr_us: '100,000', ops_update_us: '1,000,000' },
    target_id: 0,
    scheme_filters: [],
    snapshots: [1, 2, 3].map((i) => ({
      start_time: String(i * 1e10),
      end_time: String((i + 1) * 1e10),
      regions: [
        { start: '0', end: '4,194,304', nr_accesses: { samples: 0, percent: null }, age: {} },
        { start: '4,194,304', end: '8,388,608', nr_accesses: { samples: 20, percent: null }, age: {} },
      ],
      total_bytes: null,
    })),
  },
]);

test('a record of damo is replayed as a host whose fast tier was filled from the lowest address on', () => {
  const records = parseDamo(DAMO, 'record');
  assert.equal(records[0]?.looks, 20);
  const host = { hostId: 'damo', command: 'app', fastBytes: 4 << 20, slowBytes: 16 << 20, zeroUnixMs: 0 };
  const pace = { planEveryMs: 5000, planSeconds: 10 };
  const replay = new Replay({ policies: [soundPolicy(FLEET_POLICY)], pace, warmUpMs: 0, baselines: true });
  for (const { bytes } of damoBatches(records, host)) replay.take(bytes);
  const report = reportOf(replay.result);
  assert.deepEqual([report.batches, report.unreadable, report.toUnixMs], [3, 0, 40_000]);
  const nothing = report.rows.find((row) => row.of === 'nothing');
  assert.deepEqual([nothing?.starEstimate, nothing?.strr], [1, 0.5], 'all accesses are on what did not fit');
});

test('what is wrong with a record of damo is said with its place', () => {
  const broken = DAMO.replace('"4,194,304"', '"4 MiB"');
  const says = {
    code: 'TRACE_UNREADABLE',
    message: /f\.json: 0\.snapshots\.0\.regions\.0\.end: expected a plain number/,
  };
  assert.throws(() => parseDamo(broken, 'f.json'), says);
  assert.throws(() => parseDamo(DAMO.slice(0, 200), 'f.json'), {
    code: 'TRACE_UNREADABLE',
    message: /no JSON of damo/,
  });
  const bare = JSON.stringify(JSON.parse(DAMO).map((record: object) => ({ ...record, snapshots: [] })));
  assert.throws(() => parseDamo(bare, 'f.json'), {
    code: 'TRACE_UNREADABLE',
    message: /no record of it has a snapshot/,
  });
});
