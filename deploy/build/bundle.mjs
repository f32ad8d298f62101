/**
 * Bundles each program into one file under dist/bin: a service then starts with one read instead of several hundred, which
 * matters where files are slow (the lab guest, a cold container). ffi-napi stays outside: it loads a prebuilt binary that
 * lies in its own package.
 */
import { cpSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

const PROGRAMS = {
  brain: 'services/brain/main.ts',
  backtestWorker: 'services/backtest/backtestWorker.ts',
  shardWorker: 'services/brain/shardWorker.ts',
  collector: 'services/collector/main.ts',
  actuator: 'services/actuator/main.ts',
  mover: 'services/actuator/mover.ts',
  thermocline: 'services/ctl/main.ts',
  agents: 'deploy/up/agents.ts',
  up: 'deploy/up/main.ts',
};

/** What tests run inside the lab guest; beside dist/test/lab, so that what they find from there is where it was. */
const GUEST_PROGRAMS = {
  actuator: 'test/lab/actuator.guest.ts',
  kernel: 'test/lab/kernel.guest.ts',
  'kernel.workload': 'test/lab/kernel.workload.ts',
  movedShare: 'test/bench/actuator/movedShareGuest.ts',
  bench: 'test/bench/actuator/guest.ts',
};

// Packages in CommonJS form call require(); an ES module has to bring its own.
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); " +
  "import { fileURLToPath as __toPath } from 'node:url'; const __filename = __toPath(import.meta.url); " +
  "const __dirname = __toPath(new URL('.', import.meta.url));";

/**
 * These packages read .proto files of their own, beside their code. The files go with the bundles, and the packages are told
 * where: `../../proto` from their __dirname.
 */
const WITH_PROTO = [
  ['grpc-health-check/build/src', 'grpc-health-check/proto', 'health'],
  ['@grpc/reflection/build/src', '@grpc/reflection/build/proto', 'reflection'],
];

const ownProto = {
  name: 'own-proto',
  setup(build) {
    for (const [code, , copy] of WITH_PROTO) {
      build.onLoad({ filter: new RegExp(`node_modules/${code}/.*\\.js$`) }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replaceAll('__dirname', `(__dirname + '/${copy}/build/src')`),
        loader: 'js',
      }));
    }
  },
};
for (const [, proto, copy] of WITH_PROTO)
  cpSync(`node_modules/${proto}`, `dist/bin/${copy}/proto`, { recursive: true });

const options = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['ffi-napi', 'ffi-napi/*', 'ref-napi', 'pino-pretty'],
  plugins: [ownProto],
  banner: { js: REQUIRE_BANNER },
  sourcemap: 'linked',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};
for (const [entryPoints, outdir] of [
  [PROGRAMS, 'dist/bin'],
  [GUEST_PROGRAMS, 'dist/test/guests'],
]) {
  const { warnings } = await build({ ...options, entryPoints, outdir });
  if (warnings.length > 0) process.exitCode = 1;
}
