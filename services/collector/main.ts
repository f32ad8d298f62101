import { runService } from '../runtime/lifecycle.js';
import { listTrackers, startCollector } from './collector.js';
import { collectorConfig } from './config.js';

await runService({
  name: 'collector',
  schema: collectorConfig,
  start: startCollector,
  actions: { 'list-trackers': listTrackers },
});
