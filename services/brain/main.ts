import { runService } from '../runtime/lifecycle.js';
import { startBrain } from './brain.js';
import { brainConfig } from './config.js';

await runService({ name: 'brain', schema: brainConfig, start: startBrain });
