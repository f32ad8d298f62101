import { openKernel } from '../kernel/real.js';
import type { MoverPaths } from './moverMessages.js';
import { serveMover } from './moverServer.js';

// The mover's child process: the only one that calls into the kernel by FFI, so that neither a slow call nor a crash in one
// touches the actuator. Its one argument is a MoverPaths in JSON.
const paths: MoverPaths = JSON.parse(process.argv[2] ?? '{}');
serveMover(openKernel({ procRoot: paths.procfs, sysRoot: paths.sysfs }));
