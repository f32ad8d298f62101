import type { Command } from 'commander';
import type { HostState__Output } from '../contract/gen/thermocline/v1/HostState.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { globalsOf, wholeNumber, withService } from './globals.js';
import { hostLines, hostTable } from './hostView.js';
import { collectPages } from './pages.js';
import type { Screen } from './screen.js';

const DEFAULT_LIMIT = 1000;
const MAX_LIMIT = 100_000;

/** `thermocline hosts …` */
export function addHosts(program: Command, screen: Screen): void {
  const hosts = program.command('hosts').description('hosts that send what they see');

  hosts
    .command('list')
    .description('in order of id')
    .option('--limit <n>', 'at most so many', wholeNumber('--limit', 1, MAX_LIMIT), DEFAULT_LIMIT)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const globals = globalsOf(command, screen, true);
      const { hostId } = globals;
      const found = await withService('FleetService', globals, async (service): Promise<HostState__Output[]> => {
        if (hostId !== '') {
          const { host } = await service.call('GetHost', { hostId });
          return host ? [host] : [];
        }
        return await collectPages(limit, async (page): Promise<[HostState__Output[], string]> => {
          const response = await service.call('ListHosts', page);
          return [response.hosts, response.nextPageToken];
        });
      });
      if (globals.format === 'json' || globals.format === 'yaml') {
        return screen.document(globals.format, { formatVersion: FORMAT_VERSION, hosts: found.map(documentOf) });
      }
      screen.rows(hostTable(globals.look, Date.now()), found, 'hosts');
    });

  hosts
    .command('show <id>')
    .description('nodes, tiers and how hot the memory of each class is')
    .action(async (hostId: string, _options: object, command: Command) => {
      const globals = globalsOf(command, screen);
      const { host } = await withService('FleetService', globals, (service) => service.call('GetHost', { hostId }));
      if (!host) return;
      if (globals.format === 'json' || globals.format === 'yaml') {
        return screen.document(globals.format, { formatVersion: FORMAT_VERSION, host: documentOf(host) });
      }
      screen.lines(hostLines(host, globals.look, screen, Date.now()));
    });
}
