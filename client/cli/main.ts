#!/usr/bin/env node
import { runProgram } from './program.ts';

/** What a forgotten handle (a keep-alive socket, say) may cost before the process ends anyway. */
const LINGER_MS = 2_000;

const exitCode = await runProgram(process.argv.slice(2));
process.exitCode = exitCode;
setTimeout(() => process.exit(exitCode), LINGER_MS).unref();
