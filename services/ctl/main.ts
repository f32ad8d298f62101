#!/usr/bin/env node
import { runCommand } from './program.js';

// The status is set, not exited with: what is on its way to a pipe still gets there.
process.exitCode = await runCommand(process.argv.slice(2));
