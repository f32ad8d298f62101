import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { Child } from '../../../deploy/up/child.js';
import { type Layout, makeLayout } from '../../../deploy/up/layout.js';
import { upOptions } from '../../../deploy/up/options.js';
import { checkoutRoot } from '../../lab/guest.js';
import { applyPolicy } from './labPolicy.js';
import type { GuestLine, GuestTask } from './labTask.js';

/** MiB of the guest's nodes: small, because the emulator touches no more than some 60 MiB a second. */
export const GUEST_MIB = { fast: 512, slow: 1024 };

/** How long the guest may take to be gone after its own limit. */
const GUEST_END_MS = 60_000;

/** What a run of ours has beside `up`: sections of configuration by service, and a policy to apply in place of the brain's own. */
export interface Amendments {
  readonly brain: Readonly<Record<string, unknown>>;
  readonly collector: Readonly<Record<string, unknown>>;
  readonly actuator: Readonly<Record<string, unknown>>;
  readonly policy?: object;
}

export interface LabRun {
  readonly lines: readonly GuestLine[];
  readonly status: number | null;
  readonly runDir: string;
}

/**
 * Boots a fresh guest that does the task, and hears it to its end; with amendments NATS and the brain run beside it on this
 * machine. Throws when the guest or one of the services fails, with the directory of the logs.
 */
export async function labRun(
  task: Omit<GuestTask, 'runDir' | 'waitFor'>,
  amendments: Amendments | undefined,
  limitSeconds: number,
): Promise<LabRun> {
  const root = checkoutRoot();
  // Below the checkout, which is all that the guest sees of this machine's files.
  mkdirSync(join(root, '.run'), { recursive: true });
  const runDir = mkdtempSync(join(root, '.run/compare-'));
  const layout = amendments && (await amended(join(runDir, 'stack'), amendments));
  const lines: GuestLine[] = [];
  let failure: string | undefined;
  const child = (
    name: string,
    command: string,
    args: readonly string[],
    more: Partial<ConstructorParameters<typeof Child>[0]>,
  ) =>
    new Child({
      name,
      command,
      args,
      logFile: join(runDir, `${name}.log`),
      onUnexpectedEnd: (message) => (failure ??= message),
      ...more,
    });
  const nats = child('nats-server', 'nats-server', ['-c', join(root, 'deploy/nats/nats-server.conf')], {
    env: {
      PATH: `${process.env['PATH']}:/usr/sbin`,
      THERMOCLINE_NATS_PORT: String(layout?.natsPort),
      THERMOCLINE_NATS_STORE: join(runDir, 'nats'),
    },
  });
  const brain = child(
    'brain',
    process.execPath,
    [join(root, 'dist/bin/brain.js'), '--config', join(runDir, 'stack/brain.yaml')],
    {},
  );
  const given: GuestTask = { ...task, runDir: join(runDir, 'stack'), waitFor: layout?.agentAddresses ?? [] };
  const ports = layout ? ['-g', String(layout.natsPort)] : [];
  const guest = child(
    'lab',
    'bash',
    [
      join(root, 'deploy/lab/lab.sh'),
      ...['-m', `${GUEST_MIB.fast},${GUEST_MIB.slow}`, '-t', String(limitSeconds), '-C', root, ...ports],
      ...['--', 'node', join(root, 'dist/test/bench/brain/labGuest.js'), JSON.stringify(given)],
    ],
    { onLine: (line) => lines.push(JSON.parse(line) as GuestLine) },
  );
  let status: number | null = null;
  try {
    if (layout) {
      nats.start();
      brain.start();
      if (amendments?.policy) await applyPolicy(layout.brainAddress, runDir, amendments.policy);
    }
    guest.start();
    await guest.ended(limitSeconds * 1000 + GUEST_END_MS);
  } finally {
    status = await guest.stop();
    await Promise.all([brain.stop(), nats.stop()]);
  }
  const told = lines.find((line) => line.event === 'failed');
  if (told?.event === 'failed') failure ??= told.message;
  if (status !== 0)
    failure ??= `the guest ended with ${status}: ${readFileSync(join(runDir, 'lab.log'), 'utf8').slice(-600)}`;
  writeFileSync(join(runDir, 'lines.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  if (failure !== undefined) throw new Error(`${failure}\nlogs: ${runDir}`);
  return { lines, status, runDir };
}

/** The layout of `up`, its configurations amended section by section. */
async function amended(stackDir: string, amendments: Amendments): Promise<Layout> {
  const options = upOptions(['--lab'], stackDir);
  if (!options) throw new Error('up gave no options');
  const layout = await makeLayout(options, true);
  for (const service of ['brain', 'collector', 'actuator'] as const) {
    const more = amendments[service];
    const path = join(stackDir, `${service}.yaml`);
    const config = parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    for (const [section, value] of Object.entries(more)) {
      const before = config[section];
      config[section] = isSection(before) && isSection(value) ? { ...before, ...value } : value;
    }
    writeFileSync(path, stringify(config));
  }
  return layout;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
