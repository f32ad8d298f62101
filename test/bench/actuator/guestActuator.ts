import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Child } from '../../../deploy/up/child.js';
import { outcomeCodec } from '../../../services/actuator/wire.js';
import { type Bus, connectBus } from '../../../services/bus/connection.js';
import { follow } from '../../../services/bus/consumer.js';
import { ensureStreams } from '../../../services/bus/streams.js';
import { hostSubject } from '../../../services/bus/subjects.js';
import type { Outcome__Output } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { LIMITS } from '../../integration/busKit.js';
import { checkoutRoot } from '../../lab/guest.js';
import { SILENT } from '../../unit/actuator/kit/bench.js';
import { control, HOST, PUBLIC_PEM, plan, signed, signedControl } from '../../unit/actuator/kit/plans.js';

const PORT = 4222;
/** Connecting and loading take their time on an emulated processor. */
const PATIENCE_MS = 120_000;
const CONTROL_EVERY_MS = 5000;

/** An actuator process and a nats-server in the guest, and plans for it that are made and signed by hand. */
export class GuestActuator {
  private readonly bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  private readonly outcomes = new Map<string, Outcome__Output>();
  private controls = 0;
  private plans = 0;
  private beat: NodeJS.Timeout | undefined;

  private constructor(
    private readonly bus: Bus,
    private readonly children: readonly Child[],
    private readonly failures: string[],
  ) {}

  /** `config`: sections of the actuator's configuration over those that are set here. */
  static async start(dir: string, config: Readonly<Record<string, unknown>> = {}): Promise<GuestActuator> {
    mkdirSync(dir, { recursive: true });
    const root = checkoutRoot();
    const failures: string[] = [];
    const child = (name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
      new Child({
        name,
        command,
        args,
        env,
        logFile: join(dir, `${name}.log`),
        onUnexpectedEnd: (message) => failures.push(message),
      }).start();
    const nats = child('nats', 'nats-server', ['-c', join(root, 'deploy/nats/nats-server.conf')], {
      PATH: `${process.env['PATH']}:/usr/sbin`,
      THERMOCLINE_NATS_PORT: String(PORT),
      THERMOCLINE_NATS_STORE: join(dir, 'nats'),
    });
    const servers = [`nats://127.0.0.1:${PORT}`];
    const bus = await connectBus({ servers, connectTimeout: PATIENCE_MS }, 'bench', SILENT);
    await ensureStreams(bus, LIMITS);
    writeFileSync(join(dir, 'key.pub'), PUBLIC_PEM);
    const settings = {
      hostId: HOST,
      nats: { servers, connectTimeout: '120s' },
      stateDir: join(dir, 'state'),
      runDir: dir,
      keys: [join(dir, 'key.pub')],
      limitBytesPerSecond: '1TiB',
      residence: '0s',
      ...config,
    };
    writeFileSync(join(dir, 'actuator.yaml'), stringify(settings));
    const actuator = child('actuator', process.execPath, [
      join(root, 'dist/bin/actuator.js'),
      '--config',
      join(dir, 'actuator.yaml'),
    ]);
    const started = new GuestActuator(bus, [actuator, nats], failures);
    started.listen();
    return started;
  }

  /**
   * Sends one plan and waits for the last part of its outcome, which holds the totals. `createdUnixMs`: what the collector sees
   * accessed since then stays. Throws when a service ended.
   */
  async carryOut(spaces: SpaceMoves[], createdUnixMs = Date.now()): Promise<Outcome__Output> {
    const sequence = ++this.plans;
    const { envelope } = plan(sequence, []);
    const message = plan(sequence, spaces, { envelope: { ...envelope, bootId: this.bootId, createdUnixMs } });
    await this.bus.js.publish(hostSubject('plan', HOST), signed(message));
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; ) {
      const outcome = this.outcomes.get(`plan-${sequence}`);
      if (outcome) return outcome;
      if (this.failures.length > 0) throw new Error(this.failures.join('\n'));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`no outcome of plan-${sequence} within ${PATIENCE_MS / 1000} s`);
  }

  async stop(): Promise<void> {
    clearInterval(this.beat);
    for (const child of this.children.slice(0, 1)) await child.stop();
    await this.bus.close();
    for (const child of this.children.slice(1)) await child.stop();
  }

  private listen(): void {
    const { failures } = this;
    follow(this.bus, 'OUTCOMES', hostSubject('outcome', HOST), 'all', {
      receive: ({ bytes }) => {
        const outcome = outcomeCodec.decode(bytes);
        if (outcome.state !== 'OUTCOME_STATE_PARTIAL') this.outcomes.set(outcome.planId, outcome);
      },
      unreadable: (_, error) => void failures.push(error.message),
    });
    const hear = () => {
      const bytes = signedControl(control(++this.controls, {}, Date.now()));
      this.bus.js.publish(hostSubject('control', HOST), bytes).catch((error: Error) => failures.push(error.message));
    };
    hear();
    this.beat = setInterval(hear, CONTROL_EVERY_MS);
  }
}
