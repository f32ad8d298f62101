import { type Command, Option } from 'commander';
import { documentOf, FORMAT_VERSION } from './document.js';
import { type Globals, globalsOf, requireAddress, withService } from './globals.js';
import type { Screen } from './screen.js';
import { actuatorLines, brainLines, collectorLines } from './statusView.js';

/** `thermocline status`: the brain's, or that of the service named. */
export function addStatus(program: Command, screen: Screen): void {
  program
    .command('status')
    .description('what the brain does, or a collector or actuator')
    .addOption(new Option('--collector <host:port>', 'ask this collector instead').conflicts('actuator'))
    .addOption(new Option('--actuator <host:port>', 'ask this actuator instead'))
    .action(async (options: { collector?: string; actuator?: string }, command: Command) => {
      const globals = globalsOf(command, screen);
      const { tls } = globals;
      if (options.collector !== undefined) {
        requireAddress('--collector', options.collector);
        const status = await withService('CollectorService', { server: options.collector, tls }, (service) =>
          service.call('GetCollectorStatus', {}),
        );
        show(globals, { collector: status }, () => collectorLines(status, globals.look, screen));
      } else if (options.actuator !== undefined) {
        requireAddress('--actuator', options.actuator);
        const status = await withService('ActuatorService', { server: options.actuator, tls }, (service) =>
          service.call('GetActuatorStatus', {}),
        );
        show(globals, { actuator: status }, () => actuatorLines(status, screen));
      } else {
        const status = await withService('FleetService', globals, (service) => service.call('GetBrainStatus', {}));
        show(globals, { brain: status }, () => brainLines(status, screen));
      }
    });
}

function show({ format, screen }: Globals, status: object, lines: () => string[]): void {
  if (format === 'table' || format === 'wide') screen.lines(lines());
  else screen.document(format, { formatVersion: FORMAT_VERSION, ...(documentOf(status) as object) });
}
