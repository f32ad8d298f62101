#!/usr/bin/env node
import { runCommand } from './program.js';

// Node warns of what libraries do, on stderr, where people look for what went wrong.
process.noDeprecation = true;
// The status is set, not exited with: what is on its way to a pipe still gets there.
process.exitCode = await runCommand(process.argv.slice(2));
