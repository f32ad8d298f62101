import type { Publisher } from '../bus/publisher.js';
import type { GetCollectorStatusResponse } from '../contract/gen/thermocline/v1/GetCollectorStatusResponse.js';
import type { HostFacts } from '../contract/gen/thermocline/v1/HostFacts.js';
import { VERSION } from '../runtime/lifecycle.js';
import type { Metrics } from '../runtime/metrics.js';
import type { ObservedWindow } from './batcher.js';
import type { Sampler } from './sampler.js';
import type { Trackers } from './trackers.js';

/** What the collector tells of itself, over gRPC and as metrics. */
export class CollectorStatus {
  private windows = 0;
  private facts: HostFacts | undefined;
  private readonly windowsTotal;
  private readonly runs;
  private readonly watched;

  constructor(
    private readonly origin: { readonly hostId: string; readonly bootId: string },
    private readonly trackers: Trackers,
    private readonly sampler: Sampler,
    private readonly publisher: Publisher,
    metrics: Metrics,
  ) {
    this.windowsTotal = metrics.counter('windows_total', 'Windows closed');
    this.runs = metrics.counter('runs_total', 'Runs published');
    this.watched = metrics.gauge('watched_processes', 'Processes under watch');
    const published = metrics.gauge('batches_published', 'Batches that NATS acknowledged since the start');
    const spooled = metrics.gauge('batches_spooled', 'Batches that wait in the spool');
    const dropped = metrics.gauge('batches_dropped', 'Batches lost since the start because the spool was full');
    const kernelCpu = metrics.gauge('kernel_cpu_seconds', 'CPU that kernel threads have used for us');
    // Read when asked for, so that no number here is older than the scrape.
    Object.assign(published, {
      collect: () => {
        const stats = publisher.stats();
        published.set(stats.published);
        spooled.set(stats.spooled);
        dropped.set(stats.dropped);
        kernelCpu.set(trackers.kernelCpuSeconds() ?? 0);
      },
    });
  }

  closed(window: ObservedWindow): void {
    this.windows++;
    this.facts = window.facts;
    this.windowsTotal.inc();
    this.watched.set(this.sampler.watchedProcesses);
    this.runs.inc(window.spaces.reduce((sum, { look }) => sum + look.runs.startPage.length, 0));
  }

  service() {
    return {
      getCollectorStatus: async (): Promise<GetCollectorStatusResponse> => {
        const stats = this.publisher.stats();
        return {
          ...this.origin,
          version: VERSION,
          trackers: this.trackers.states.map(({ tracker, probe }) => ({
            name: tracker.name,
            works: probe.works,
            inUse: this.trackers.inUse(tracker),
            pageGranular: tracker.pageGranular,
            reason: probe.reason ?? '',
          })),
          limitations: this.sampler.limitations(),
          watchedProcesses: this.sampler.watchedProcesses,
          windows: this.windows,
          batchesPublished: stats.published,
          batchesSpooled: stats.spooled,
          batchesDropped: stats.dropped,
          ...(this.facts ? { facts: this.facts } : {}),
        };
      },
    };
  }
}
