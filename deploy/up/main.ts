import { describe } from '../../services/runtime/errors.js';
import { HELP, upOptions } from './options.js';
import { REPOSITORY } from './stack.js';
import { up } from './up.js';

try {
  const options = upOptions(process.argv.slice(2), `${REPOSITORY}.run/up`);
  if (options) process.exitCode = await up(options);
  else process.stdout.write(HELP);
} catch (error) {
  process.stderr.write(`up: ${error instanceof TypeError ? `USAGE: ${error.message}; see --help` : describe(error)}\n`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
process.exit();
