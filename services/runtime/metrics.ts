import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricsSection } from './configTypes.js';
import { listenError, parseAddress, requireGuarded } from './listen.js';

/**
 * The metrics of one service: `thermocline_<component>_<what>_<unit>`, plus those of the process. Names are given without the
 * prefix; the same name again gives the same metric.
 */
export class Metrics {
  readonly registry = new Registry();

  private readonly others: (() => Promise<readonly object[]>)[] = [];

  /**
   * `loopDelayEveryMs`: how often the process is woken to take the delay of its event loop. Undefined where those of the process are
   * not among them, for one thread of it counts them.
   */
  constructor(
    private readonly component: string,
    loopDelayEveryMs?: number,
  ) {
    if (loopDelayEveryMs === undefined) return;
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: loopDelayEveryMs });
  }

  /** Adds what other threads count: each answers its registry as JSON. */
  addOthers(others: () => Promise<readonly object[]>): void {
    this.others.push(others);
  }

  /** All of them, as Prometheus reads them. */
  async text(): Promise<string> {
    if (this.others.length === 0) return await this.registry.metrics();
    const own = await this.registry.getMetricsAsJSON();
    const others = await Promise.all(this.others.map((each) => each()));
    return await AggregatorRegistry.aggregate([own, ...others.flat()]).metrics();
  }

  counter<L extends string = never>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return this.known<Counter<L>>(name) ?? new Counter({ ...this.common(name, help), labelNames });
  }

  /** `read`: asked for the value whenever the metrics are. Of several threads' values such a gauge tells the highest. */
  gauge<L extends string = never>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
    read?: () => number,
  ): Gauge<L> {
    const known = this.known<Gauge<L>>(name);
    if (known) return known;
    const collect = function (this: Gauge<L>): void {
      if (read) this.set(read());
    };
    return new Gauge({ ...this.common(name, help), labelNames, ...(read ? { collect, aggregator: 'max' } : {}) });
  }

  histogram<L extends string = never>(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames: readonly L[] = [],
  ): Histogram<L> {
    return (
      this.known<Histogram<L>>(name) ?? new Histogram({ ...this.common(name, help), buckets: [...buckets], labelNames })
    );
  }

  private known<M>(name: string): M | undefined {
    return this.registry.getSingleMetric(this.nameOf(name)) as M | undefined;
  }

  private common(name: string, help: string): { name: string; help: string; registers: Registry[] } {
    return { name: this.nameOf(name), help, registers: [this.registry] };
  }

  private nameOf(name: string): string {
    return `thermocline_${this.component}_${name}`;
  }
}

export interface ServedMetrics {
  /** host:port as bound. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves /metrics and /healthz until closed. Throws NOT_LOOPBACK, PORT_IN_USE or LISTEN_FAILED. */
export async function serveMetrics(
  metrics: Metrics,
  section: Pick<MetricsSection, 'listen' | 'insecure'>,
): Promise<ServedMetrics> {
  requireGuarded('metrics', section, false);
  const { host, port } = parseAddress(section.listen);
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/healthz') return void response.end('ok\n');
    if (path !== '/metrics') return void response.writeHead(404).end('there is /metrics and /healthz\n');
    void metrics.text().then(
      (text) => response.setHeader('content-type', metrics.registry.contentType).end(text),
      (error: Error) => response.writeHead(500).end(`${error.message}\n`),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError('metrics', section.listen, error)));
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  return {
    address: section.listen.replace(/:\d+$/, `:${bound.port}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
