import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './natsServer.js';

/** A real Prometheus of a test's own: loopback, a free port, a directory that goes with it. Dies with this process. */
export interface PrometheusServer {
  readonly url: string;
  /** SIGKILL; its store is removed. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

/** `target`: host:port whose /metrics is scraped each second; the labels of its samples are kept. */
export async function prometheusServer(target: string): Promise<PrometheusServer> {
  const store = mkdtempSync(join(tmpdir(), 'thermocline-prometheus-'));
  const port = await freePort();
  const config = join(store, 'prometheus.yml');
  writeFileSync(
    config,
    `global: { scrape_interval: 1s }
scrape_configs:
  - job_name: test
    honor_labels: true
    static_configs: [{ targets: ['${target}'] }]
`,
  );
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${store}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'prometheus', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let log = '';
    const timer = setTimeout(() => reject(new Error(`prometheus did not start:\n${log}`)), START_TIMEOUT_MS);
    child.stderr.on('data', (text: Buffer) => {
      log += text.toString();
      if (!log.includes('Server is ready to receive web requests')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`prometheus ended with ${code}:\n${log}`));
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(store, { recursive: true, force: true });
    },
  };
}
