import { Command, CommanderError } from 'commander';
import { describe, EXIT, ThermoclineError } from '../runtime/errors.js';
import { VERSION } from '../runtime/lifecycle.js';
import { addActuator } from './actuator.js';
import { addBacktest } from './backtest.js';
import { addGlobals } from './globals.js';
import { addHints } from './hints.js';
import { addHosts } from './hosts.js';
import { addPlans } from './plans.js';
import { addPolicies } from './policies.js';
import { addRollouts } from './rollouts.js';
import { addRules } from './rules.js';
import { Screen } from './screen.js';
import { addStats } from './stats.js';
import { addStatus } from './status.js';
import { addTraces } from './traces.js';
import { addTune } from './tune.js';
import { addWhy } from './why.js';

/** Runs a command line. Answers the exit status, one of EXIT. Never throws. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const program = new Command('thermocline')
    .description('Looks at a fleet whose memory is tiered from userspace.')
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    // What commander has to say comes as an error, and is said below in this project's form.
    .configureOutput({ outputError: () => undefined });
  const screen = new Screen(process.stdout, process.env);
  addGlobals(program);
  addPlans(program, screen);
  addPolicies(program, screen);
  addRollouts(program, screen);
  addHosts(program, screen);
  addHints(program, screen);
  addRules(program, screen);
  addStatus(program, screen);
  addActuator(program, screen);
  addWhy(program, screen);
  addStats(program, screen);
  addBacktest(program, screen);
  addTraces(program, screen);
  addTune(program, screen);
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT.fine;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error);
    process.stderr.write(`${describe(error)}\n`);
    return error instanceof ThermoclineError ? error.exitCode : EXIT.error;
  }
}

/** Commander ends with an error also after it has printed a help or the version that was asked for: then the status is 0. */
function usage(error: CommanderError): number {
  if (error.exitCode === EXIT.fine) return EXIT.fine;
  // A command without its subcommand: commander has printed the help, to stderr.
  if (error.code !== 'commander.help') {
    const says = error.message.replace(/^error: |\.$/g, '').replace(/\n/g, ' ');
    process.stderr.write(`${describe(new ThermoclineError('USAGE', `${says}; see --help`))}\n`);
  }
  return EXIT.usage;
}
