import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connectBus } from '../../services/bus/connection.js';
import { follow, work } from '../../services/bus/consumer.js';
import { Publisher } from '../../services/bus/publisher.js';
import { Repeats } from '../../services/bus/repeats.js';
import { Sequence } from '../../services/bus/sequence.js';
import { Spool } from '../../services/bus/spool.js';
import { ensureStreams } from '../../services/bus/streams.js';
import { hostSubject } from '../../services/bus/subjects.js';
import { bytesOf, connected, directory, eventually, keeping, LIMITS, lines } from './busKit.js';
import { natsServer } from './natsServer.js';

const SUBJECT = hostSubject('outcome', 'crash');
const PLAN = hostSubject('plan', 'crash');
const [, , role, url = '', dir = ''] = process.argv;

/** The processes that the tests kill are this file again, with a role. */
if (role === 'publish') await publishForEver();
else if (role === 'work') await takeAndSitOnIt();
else describeCrashes();

/** Prints each sequence number once its publish has returned. */
async function publishForEver(): Promise<void> {
  const bus = await connectBus({ servers: [url], connectTimeout: 30_000 }, 'writer', lines());
  const publisher = new Publisher(bus, new Spool(`${dir}/spool`, 64 * 2 ** 20));
  const sequence = new Sequence(`${dir}/sequence`);
  for (;;) {
    const number = sequence.next();
    await publisher.publish(SUBJECT, bytesOf(String(number)), `crash-${number}`);
    process.stdout.write(`${number}\n`);
  }
}

/** Takes a plan and never ends. */
async function takeAndSitOnIt(): Promise<void> {
  const bus = await connectBus({ servers: [url], connectTimeout: 30_000 }, 'worker', lines());
  const receiver = keeping(async (text) => {
    process.stdout.write(`${text}\n`);
    await new Promise(() => undefined);
  });
  work(bus, 'PLANS', 'crash', PLAN, receiver, { ackWaitMs: 3000 });
}

interface Victim {
  readonly printed: string[];
  kill(): Promise<void>;
}

function victim(...args: string[]): Victim {
  // --pdeathsig: it must not outlive a test that is killed itself.
  const command = ['--pdeathsig', 'KILL', process.execPath, fileURLToPath(import.meta.url), ...args];
  const child = spawn('setpriv', command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed: string[] = [];
  // Only whole lines: one that the kill cut off says nothing.
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    const whole = text.split('\n');
    text = whole.pop() ?? '';
    printed.push(...whole);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    printed,
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

function describeCrashes(): void {
  test('kill -9 of a writer, and of the server, loses no publish that returned', async (t) => {
    const server = await natsServer();
    t.after(() => server.stop());
    const state = directory(t);
    const bus = await connected(t, server.url);
    await ensureStreams(bus, LIMITS);
    const returned: string[] = [];
    // With the server there, while it goes, and without it.
    for (const serverGoes of [false, true, false]) {
      const writer = victim('publish', server.url, state);
      t.after(() => writer.kill());
      await eventually(
        'some were published',
        () => writer.printed.length > 200,
        () => writer.printed.length,
      );
      if (serverGoes) {
        const before = writer.printed.length;
        await server.kill();
        await eventually(
          'some went to the spool',
          () => writer.printed.length > before + 50,
          () => writer.printed.length,
        );
      }
      await writer.kill();
      if (serverGoes) await server.start();
      returned.push(...writer.printed);
    }
    await eventually('back', () => bus.connected());
    const publisher = new Publisher(bus, new Spool(`${state}/spool`, 64 * 2 ** 20));
    await eventually(
      'the spool is empty',
      () => publisher.stats().spooled === 0,
      () => publisher.stats(),
    );

    const repeats = new Repeats();
    const once: number[] = [];
    const receiver = keeping((text) => {
      if (!repeats.seen('crash', 'boot', Number(text))) once.push(Number(text));
    });
    const following = follow(bus, 'OUTCOMES', SUBJECT, 'all', receiver);
    await following.caughtUp;
    await following.stop();
    const arrived = new Set(once);
    assert.deepEqual(
      returned.map(Number).filter((number) => !arrived.has(number)),
      [],
      'none is lost',
    );
    assert.equal(arrived.size, once.length, 'none is there twice');
    assert.deepEqual(
      once,
      once.toSorted((a, b) => a - b),
      'in order',
    );
    await publisher.close();
  });

  test('a message that a killed process had in hand comes to the next one', async (t) => {
    const server = await natsServer();
    t.after(() => server.stop());
    const bus = await connected(t, server.url);
    await ensureStreams(bus, LIMITS);
    for (const text of ['one', 'two']) await bus.js.publish(PLAN, bytesOf(text));
    const worker = victim('work', server.url);
    t.after(() => worker.kill());
    await eventually(
      'it has the first',
      () => worker.printed.length === 1,
      () => worker.printed,
    );
    await worker.kill();
    const receiver = keeping();
    const working = work(bus, 'PLANS', 'crash', PLAN, receiver, { ackWaitMs: 3000 });
    await eventually(
      'both came',
      () => receiver.texts.length === 2,
      () => receiver.texts,
    );
    assert.deepEqual(receiver.texts, ['one', 'two']);
    await working.stop();
  });
}
