import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Child } from '../../../deploy/up/child.js';
import { makeLayout } from '../../../deploy/up/layout.js';
import { upOptions } from '../../../deploy/up/options.js';
import { checkoutRoot } from '../../lab/guest.js';
import { yardstick } from '../brain/yardstick.js';
import type { GuestLine, GuestTask } from './task.js';

const GUEST_TO_HOST = '10.0.2.100';
const GUEST_END_MS = 60_000;

/**
 * Boots a fresh guest that does the task, with NATS and a brain, which makes the streams and is heard, beside it on this
 * machine. `nodes`: their sizes in MiB. Throws when the guest or one of the services fails, with the directory of the logs.
 */
export async function guestRun(
  scene: GuestTask['scene'],
  limitSeconds: number,
  nodes = '512,1024',
): Promise<readonly GuestLine[]> {
  const root = checkoutRoot();
  // Below the checkout, which is all that the guest sees of this machine's files.
  mkdirSync(join(root, '.run'), { recursive: true });
  const runDir = mkdtempSync(join(root, '.run/actuator-'));
  const stackDir = join(runDir, 'stack');
  const options = upOptions(['--lab'], stackDir);
  if (!options) throw new Error('up gave no options');
  const layout = await makeLayout(options, true);
  const { metrics } = parse(readFileSync(join(stackDir, 'actuator.yaml'), 'utf8')) as { metrics: { listen: string } };
  const task: GuestTask = {
    stackDir,
    natsUrl: `nats://${GUEST_TO_HOST}:${layout.natsPort}`,
    actuatorAddress: layout.agentAddresses[1] as string,
    metricsAddress: metrics.listen,
    migrate: yardstick('migrate'),
    scene,
  };
  const lines: GuestLine[] = [];
  let failure: string | undefined;
  const child = (name: string, command: string, args: readonly string[], more: object = {}) =>
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
      THERMOCLINE_NATS_PORT: String(layout.natsPort),
      THERMOCLINE_NATS_STORE: join(runDir, 'nats'),
    },
  });
  const brainConfig = ['--config', join(stackDir, 'brain.yaml')];
  const brain = child('brain', process.execPath, [join(root, 'dist/bin/brain.js'), ...brainConfig]);
  const machine = ['-m', nodes, '-t', String(limitSeconds), '-C', root, '-g', String(layout.natsPort)];
  const program = ['node', join(root, 'dist/test/guests/bench.js'), JSON.stringify(task)];
  const guest = child('lab', 'bash', [join(root, 'deploy/lab/lab.sh'), ...machine, '--', ...program], {
    onLine: (line: string) => lines.push(JSON.parse(line) as GuestLine),
  });
  let status: number | null = null;
  try {
    nats.start();
    brain.start();
    guest.start();
    await guest.ended(limitSeconds * 1000 + GUEST_END_MS);
  } finally {
    status = await guest.stop();
    await Promise.all([brain.stop(), nats.stop()]);
  }
  for (const line of lines) if (line.event === 'failed') failure ??= line.message;
  if (status !== 0) {
    failure ??= `the guest ended with ${status}: ${readFileSync(join(runDir, 'lab.log'), 'utf8').slice(-600)}`;
  }
  if (failure !== undefined) throw new Error(`${failure}\nlogs: ${runDir}`);
  return lines;
}
