import { describe } from '../../services/runtime/errors.js';
import { HELP, upOptions } from './options.js';
import { REPOSITORY } from './stack.js';
import { up, whereActing } from './up.js';

try {
  const options = upOptions(process.argv.slice(2), `${REPOSITORY}.run/up`);
  if (!options) process.stdout.write(HELP);
  else if (options.where) process.stdout.write(`${whereActing(options)}\n`);
  else process.exitCode = await up(options);
} catch (error) {
  process.stderr.write(`up: ${error instanceof TypeError ? `USAGE: ${error.message}; see --help` : describe(error)}\n`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
process.exit();
