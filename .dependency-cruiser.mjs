// Who may import whom. The arrows are those of docs/architecture.md; `npm run check` fails on any other.
const room = (name) => `^services/${name}/`;
const npm = (name) => `node_modules/${name}/`;
const SERVICES = '(collector|brain|actuator|ctl|console)';

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle means two files are one; join them or cut the arrow.',
      // A message that holds messages of its own type imports its own generated file.
      from: { pathNot: '^services/contract/gen/' },
      to: { circular: true },
    },
    {
      name: 'services-stay-apart',
      severity: 'error',
      comment: 'What two services share belongs in a room above them.',
      from: { path: `^services/${SERVICES}/` },
      to: { path: `^services/${SERVICES}/`, pathNot: '^services/$1/' },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'core has no I/O, no clock, no randomness and no logger: it imports nothing but itself.',
      from: { path: room('core') },
      to: { pathNot: room('core') },
    },
    {
      name: 'kernel-is-for-hosts',
      severity: 'error',
      comment: 'Only what runs on a host to watch or move pages may know Linux.',
      from: { path: '^services/', pathNot: `^services/(kernel|collector|actuator)/` },
      to: { path: room('kernel') },
    },
    {
      name: 'kernel-knows-linux-only',
      severity: 'error',
      comment: 'kernel imports itself, node, the FFI and a glob matcher.',
      from: { path: room('kernel') },
      to: { path: '^services/', pathNot: '^services/kernel/' },
    },
    {
      name: 'contract-is-a-leaf',
      severity: 'error',
      comment: 'contract imports no other room.',
      from: { path: room('contract') },
      to: { path: '^services/', pathNot: '^services/contract/' },
    },
    {
      name: 'runtime-is-below',
      severity: 'error',
      comment: 'runtime is used by every service and knows none of them.',
      from: { path: room('runtime') },
      to: { path: '^services/', pathNot: '^services/runtime/' },
    },
    {
      name: 'policy-is-a-language',
      severity: 'error',
      comment: 'policy knows how a policy is written, sent and compared; brain and ctl speak it alike.',
      from: { path: room('policy') },
      to: { path: '^services/', pathNot: '^services/(policy|core|contract|runtime)/' },
    },
    {
      name: 'access-reads-batches',
      severity: 'error',
      comment: 'access turns a batch of the wire into what core takes; brain and backtest read alike.',
      from: { path: room('access') },
      to: { path: '^services/', pathNot: '^services/(access|core|contract|runtime)/' },
    },
    {
      name: 'backtest-is-a-room',
      severity: 'error',
      comment: 'backtest replays access batches through core; no service is asked.',
      from: { path: room('backtest') },
      to: { path: '^services/', pathNot: '^services/(backtest|access|core|contract|policy|bus|runtime)/' },
    },
    {
      name: 'tune-searches-by-backtests',
      severity: 'error',
      comment: 'tune tries policies by backtests; where batches come from, and how a policy is written, it is told.',
      from: { path: room('tune') },
      to: { path: '^services/', pathNot: '^services/(tune|backtest|core|contract|runtime)/' },
    },
    {
      name: 'ctl-is-a-client',
      severity: 'error',
      comment: 'the command asks services over rpc and reads streams; of core it takes words alone, not what decides.',
      from: { path: room('ctl') },
      to: { path: '^services/', pathNot: '^services/(ctl|tune|backtest|bus|rpc|policy|rules|core|contract|runtime)/' },
    },
    {
      name: 'transports-know-contract-and-runtime',
      severity: 'error',
      comment: 'bus and rpc carry messages; they know their form and how to fail, nothing else.',
      from: { path: '^services/(bus|rpc)/' },
      to: { path: '^services/', pathNot: ['^services/$1/', '^services/(contract|runtime)/'] },
    },
    {
      name: 'only-bus-knows-nats',
      severity: 'error',
      from: { path: '^services/', pathNot: room('bus') },
      to: { path: npm('(nats|@nats-io)') },
    },
    {
      name: 'only-rpc-knows-grpc',
      severity: 'error',
      from: { path: '^services/', pathNot: [room('rpc'), '^services/contract/gen/'] },
      to: { path: npm('(@grpc/grpc-js|grpc-health-check|@grpc/reflection)') },
    },
    {
      name: 'contract-knows-protobuf',
      severity: 'error',
      comment: 'contract translates messages; rpc makes descriptors of them for reflection.',
      from: { path: '^services/', pathNot: '^services/(contract|rpc)/' },
      to: { path: npm('(protobufjs|@grpc/proto-loader)') },
    },
    {
      name: 'one-file-knows-ffi',
      severity: 'error',
      from: { path: '^(services|test|deploy)/', pathNot: '^services/kernel/ffi\\.ts$' },
      to: { path: npm('(ffi-napi|ref-napi|koffi)') },
    },
    {
      name: 'rules-know-core',
      severity: 'error',
      comment: 'rules runs custom rules over columns of core, in an isolate; brain and ctl run them alike.',
      from: { path: room('rules') },
      to: { path: '^services/', pathNot: '^services/(rules|core|runtime)/' },
    },
    {
      name: 'only-rules-knows-quickjs',
      severity: 'error',
      from: { path: '^services/', pathNot: room('rules') },
      to: { path: npm('(quickjs-emscripten-core|@jitl)') },
    },
    {
      name: 'no-test-in-services',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^(test|deploy)/' },
    },
    {
      name: 'no-dev-package-in-services',
      severity: 'error',
      from: { path: '^services/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
