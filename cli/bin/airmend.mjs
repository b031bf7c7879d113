#!/usr/bin/env node
// Runs the command on the Node that the project pins: the host's may be older than what the sources need.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pinned = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const entry = fileURLToPath(new URL('../airmend.ts', import.meta.url));
const node = existsSync(pinned) ? pinned : process.execPath;
const { status, error } = spawnSync(node, ['--no-warnings', entry, ...process.argv.slice(2)], { stdio: 'inherit' });
if (error !== undefined) console.error(`airmend: ${node} could not be started: ${error.message}`);
process.exitCode = status ?? 2;
