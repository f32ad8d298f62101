/**
 * What runs on the machine whose pages are moved: collector, actuator and the demo workload, on this host or in the lab
 * guest. Prints a JSON object a line: the workload's reports as they come, and events of its own. Ends on SIGTERM, or when
 * one of its processes ends unasked.
 *
 * node agents.js RUN_DIR [--wait HOST:PORT]… [--restart SERVICE@SECONDS]… [--shift-at SECONDS]… [--for SECONDS]
 *   [--shift-when-placed FAST_NODE,…] -- WORKLOAD_ARGS…
 *
 * The workload starts once somebody listens on each address to wait for: the services are there before it, as on any host.
 * Times count from the workload's start.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Child } from './child.js';
import { listening } from './listening.js';
import { isPlaced, parseReport, placementOf } from './placement.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    wait: { type: 'string', multiple: true, default: [] },
    restart: { type: 'string', multiple: true, default: [] },
    'shift-at': { type: 'string', multiple: true, default: [] },
    for: { type: 'string', default: '0' },
    'shift-when-placed': { type: 'string' },
    workload: { type: 'string' },
  },
});
const [runDir = '.', ...workloadArgs] = positionals;
const logDir = process.env['AGENTS_LOG_DIR'] ?? runDir;

function say(event: string, more: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
}

function failed(message: string): void {
  say('failed', { message });
  process.exitCode = 1;
  void stop();
}

function service(name: string): Child {
  return new Child({
    name,
    command: process.execPath,
    args: [fileURLToPath(new URL(`./${name}.js`, import.meta.url)), '--config', join(runDir, `${name}.yaml`)],
    logFile: join(logDir, `${name}.log`),
    onUnexpectedEnd: failed,
  });
}

const fastNodes = values['shift-when-placed']?.split(',').map(Number);
let shiftWhenPlaced = fastNodes && new Set(fastNodes);

function isFirstPlaced(line: string, fast: ReadonlySet<number>): boolean {
  const report = parseReport(line);
  return report !== undefined && report.phase === 0 && isPlaced(placementOf(report, fast));
}

function shift(): void {
  if (workload.pid) process.kill(workload.pid, 'SIGUSR1');
}

const collector = service('collector');
const actuator = service('actuator');
const services: Record<string, Child> = { collector, actuator };
const workload = new Child({
  name: 'workload',
  command: values.workload ?? 'workload',
  args: ['--pdeathsig', ...workloadArgs],
  logFile: join(logDir, 'workload.log'),
  onLine: (line) => {
    process.stdout.write(`${line}\n`);
    if (line.includes('"event":"start"')) schedule();
    else if (shiftWhenPlaced && isFirstPlaced(line, shiftWhenPlaced)) {
      shiftWhenPlaced = undefined;
      shift();
    }
  },
  onUnexpectedEnd: failed,
});

const timers: NodeJS.Timeout[] = [];

function schedule(): void {
  for (const each of values.restart) {
    const [name = '', seconds = '0'] = each.split('@');
    const child = services[name];
    if (!child) {
      failed(`--restart ${each}: there is no service ${name} here`);
      return;
    }
    timers.push(
      setTimeout(async () => {
        say('restarting', { service: name });
        await child.restart();
        say('restarted', { service: name });
      }, Number(seconds) * 1000),
    );
  }
  if (Number(values.for) > 0) timers.push(setTimeout(() => void stop(), Number(values.for) * 1000));
  for (const seconds of values['shift-at']) {
    timers.push(setTimeout(shift, Number(seconds) * 1000));
  }
}

let stopping: Promise<void> | undefined;
function stop(): Promise<void> {
  stopping ??= (async () => {
    timers.forEach(clearTimeout);
    await workload.stop();
    await Promise.all([collector.stop(), actuator.stop()]);
    say('stopped');
  })();
  return stopping;
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

say('agents', { node: process.version, uptimeSeconds: process.uptime() });
collector.start();
actuator.start();
for (const address of values.wait) await listening(address, () => stopping !== undefined);
if (!stopping) {
  say('services-ready', { uptimeSeconds: process.uptime() });
  workload.start();
}
