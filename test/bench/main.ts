/** npm run bench -- AREA [--json] [--runs N] [--only NAME_OR_GLOB]. Exit status 1 when a figure misses its bar. */
import { parseArgs } from 'node:util';
import picomatch from 'picomatch';
import { actuatorArea } from './actuator/index.js';
import { brainArea } from './brain/index.js';
import { type Figure, printFigures } from './figure.js';
import { loopArea } from './loop.js';
import { rolloutArea } from './rollout/index.js';

type Area = (runs: number, wanted: (name: string) => boolean) => Promise<Figure[]>;

const AREAS: Readonly<Record<string, Area>> = {
  actuator: actuatorArea,
  brain: brainArea,
  loop: loopArea,
  rollout: rolloutArea,
};

const OPTIONS = {
  json: { type: 'boolean', default: false },
  runs: { type: 'string', default: '1' },
  only: { type: 'string', default: '*' },
  help: { type: 'boolean', default: false },
} as const;
const USAGE = `usage: npm run bench -- ${Object.keys(AREAS).join('|')} [--json] [--runs N] [--only NAME_OR_GLOB]`;

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const area = AREAS[positionals[0] ?? ''] ?? usage(`got area "${positionals[0] ?? ''}"`);
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) usage(`--runs ${values.runs}: a whole number of 1 or more`);
// Names hold slashes, which a glob over paths would stop at.
const matches = picomatch(values.only.replaceAll('/', '\u0001'));
const wanted = (name: string): boolean => matches(name.replaceAll('/', '\u0001'));
// What these areas time is several processes at once, which a host has more than one core for.
if (area === loopArea || area === actuatorArea) process.env['LAB_THREADS'] ??= 'multi';
const figures = (await area(runs, wanted)).filter(({ name }) => wanted(name));
printFigures(figures, values.json);
process.exitCode = figures.some(({ holds }) => holds === false) ? 1 : 0;

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (error) {
    return usage((error as Error).message);
  }
}

function usage(what: string): never {
  process.stderr.write(`bench: ${what}\n${USAGE}\n`);
  process.exit(2);
}
