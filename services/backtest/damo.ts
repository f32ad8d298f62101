/**
 * Records of damo (https://github.com/damonitor/damo, src/_damo_records.py): JSON, plain or in zlib, a list of records, one a
 * monitoring target, each with snapshots of regions and how many samples saw them accessed.
 */
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import * as z from 'zod';
import { describe, ThermoclineError } from '../runtime/errors.js';

/** damo writes some numbers as text, with commas unless it was told --raw; one with a unit is for people, and is refused. */
const number = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?[\d,]+(\.\d+)?$/)
      .transform((text) => Number(text.replaceAll(',', ''))),
  ],
  {
    error: 'expected a plain number, as damo writes it with --raw',
  },
);

/** What `damo record` with `--format json` or `json_compressed` writes, as far as it is needed. Times in ns, intervals in us. */
const damoFile = z
  .array(
    z.object({
      target_id: z.union([number, z.string()]),
      intervals: z.object({ sample_us: number, aggr_us: number }).nullish(),
      snapshots: z.array(
        z.object({
          start_time: number,
          end_time: number,
          regions: z.array(
            z.object({
              start: number,
              end: number,
              nr_accesses: z.union([number, z.object({ samples: number }).transform(({ samples }) => samples)]),
            }),
          ),
        }),
      ),
    }),
  )
  .min(1);

export interface DamoRegion {
  /** Bytes: first, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  /** Samples that saw it accessed. */
  readonly samples: number;
}

export interface DamoSnapshot {
  /** Of whatever clock damo was told of: that of perf since boot, as a rule. */
  readonly startNs: number;
  readonly endNs: number;
  readonly regions: readonly DamoRegion[];
}

export interface DamoRecord {
  readonly targetId: string;
  /** Samples of one snapshot; undefined where the record does not tell of its intervals. */
  readonly looks: number | undefined;
  readonly snapshots: readonly DamoSnapshot[];
}

/** First byte of zlib's streams with a window of 32 KiB (RFC 1950). */
const ZLIB = 0x78;

/** Reads records. Throws TRACE_UNREADABLE with what is wrong and where. */
export function readDamo(file: string): DamoRecord[] {
  let text: string;
  try {
    const bytes = readFileSync(file);
    text = (bytes[0] === ZLIB ? inflateSync(bytes) : bytes).toString('utf8');
  } catch (cause) {
    throw new ThermoclineError('TRACE_UNREADABLE', `${file}: ${describe(cause)}`, { cause });
  }
  return parseDamo(text, file);
}

export function parseDamo(text: string, file: string): DamoRecord[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const says = `${file} is no JSON of damo (${(cause as Error).message}); write it with damo record --output_type json_compressed`;
    throw new ThermoclineError('TRACE_UNREADABLE', says, { cause });
  }
  const parsed = damoFile.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const says = `${file}: ${issue?.path.join('.')}: ${issue?.message}`;
    throw new ThermoclineError('TRACE_UNREADABLE', says);
  }
  if (parsed.data.every(({ snapshots }) => snapshots.length === 0)) {
    throw new ThermoclineError('TRACE_UNREADABLE', `${file}: no record of it has a snapshot`);
  }
  return parsed.data.map(({ target_id, intervals, snapshots }) => ({
    targetId: String(target_id),
    looks: intervals ? Math.max(1, Math.round(intervals.aggr_us / intervals.sample_us)) : undefined,
    snapshots: snapshots.map(({ start_time, end_time, regions }) => ({
      startNs: start_time,
      endNs: end_time,
      regions: regions.map(({ start, end, nr_accesses }) => ({ start, end, samples: nr_accesses })),
    })),
  }));
}
