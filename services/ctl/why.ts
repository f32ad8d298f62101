import type { Command } from 'commander';
import { ThermoclineError } from '../runtime/errors.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { whyLines } from './explainView.js';
import { globalsOf, withService } from './globals.js';
import { addressNamed, spaceNamed } from './pageName.js';
import type { Screen } from './screen.js';

/** `thermocline why …` */
export function addWhy(program: Command, screen: Screen): void {
  program
    .command('why <host> [pid] [address]')
    .description('why a page is moved by the plan that would be made now, or why it stays')
    .option('--space <key>', 'in place of a pid: file:DEVICE:INODE or another key; the address is then the offset')
    .action(
      async (hostId: string, pid: string | undefined, address: string | undefined, { space }, command: Command) => {
        const globals = globalsOf(command, screen);
        // With --space the place stands where the pid would.
        const [of, place] = space === undefined ? [pid, address] : [space as string, pid];
        if (of === undefined || place === undefined || (space !== undefined && address !== undefined)) {
          throw new ThermoclineError('USAGE', 'why <host> <pid> <address>, or why <host> --space <key> <offset>');
        }
        const page = { ...spaceNamed(of), address: addressNamed(place) };
        const response = await withService('PlanService', globals, (service) =>
          service.call('ExplainPage', { hostId, page }),
        );
        if (globals.format === 'json' || globals.format === 'yaml') {
          return screen.document(globals.format, {
            formatVersion: FORMAT_VERSION,
            ...(documentOf(response) as object),
          });
        }
        screen.lines(whyLines(response, screen));
      },
    );
}
