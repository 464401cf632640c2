// Plain JavaScript for any Node from 18: installs what the lockfile names, then hands over to the
// project's own Node 24, which runs the TypeScript of `scripts/<task>.ts`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.plumbline-installed');
const tasks = [
  'start',
  'test',
  'faults',
  'contract-seeds',
  'check',
  'generate',
  'bench',
  'bench-faults',
  'bench-foreign',
  'bench-client',
  'bench-laws',
];

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function isAtLeast(version, wanted) {
  const [major, minor] = version.replace('v', '').split('.').map(Number);
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1]);
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfileHash();
}

/** npm's own words for a registry that cannot be reached, turned into one sentence. */
function explainInstallFailure(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network/i.test(output)) {
    return 'The npm registry cannot be reached: connect this machine to the network (or set `npm config set registry`) and run the command again.';
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: free about 1 GB and run the command again.';
  return `\`npm ci\` failed:\n${output.trim().split('\n').slice(-15).join('\n')}`;
}

/** Runs `npm ci` quietly with a line that shows it is alive; npm's warnings about Node 20 stay unseen. */
function install() {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = npm
    ? spawn(process.execPath, [npm, ...args], { cwd: root })
    : spawn('npm', args, { cwd: root, shell: process.platform === 'win32' });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  process.stderr.write('Installing dependencies (once, about a minute) …\n');
  const tick = setInterval(() => process.stderr.write(`  still installing, ${seconds()} s\n`), 15_000);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      clearInterval(tick);
      fail(`npm cannot be started: ${error.message}. Install npm 10 or newer and run the command again.`);
    });
    child.on('close', (code) => {
      clearInterval(tick);
      if (code !== 0) fail(explainInstallFailure(output));
      writeFileSync(stamp, lockfileHash());
      process.stderr.write(`Installed in ${seconds()} s.\n`);
      resolve();
    });
  });
}

/** The Node that came with the dependencies, or this one where it is new enough. */
function projectNode() {
  const name = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const brought = join(root, 'node_modules', `node-${name}-${process.arch}`, 'bin', file);
  if (existsSync(brought)) return brought;
  if (isAtLeast(process.version, [24, 18])) return process.execPath;
  return fail(
    `Node ${process.version} is too old and the npm registry has no Node 24 for ${process.platform} ${process.arch}: install Node 24.18 or newer and run the command again.`,
  );
}

function run(task, rest) {
  const node = projectNode();
  const env = {
    ...process.env,
    PATH: [join(root, 'node_modules', '.bin'), dirname(node), process.env.PATH].join(delimiter),
    DO_NOT_TRACK: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  };
  const child = spawn(node, [join(root, 'scripts', `${task}.ts`), ...rest], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => process.exit(signal ? 1 : code));
}

if (!isAtLeast(process.version, [20, 0])) {
  fail(`Node ${process.version} is too old: install Node 20 or newer and run the command again.`);
}
const [task, ...rest] = process.argv.slice(2);
if (!tasks.includes(task)) fail(`Unknown task ${task}: one of ${tasks.join(', ')}.`);
if (!isInstalled()) await install();
run(task, rest);
