import { spawn } from 'node:child_process';
import { freePort } from '../../measure/free-port.ts';
import { peerFile, peerVersion } from '../command.ts';
import { descriptionFile } from '../description.ts';
import type { PrepareTool } from '../tool.ts';
import { callCount, type Exchange, sendTraffic } from '../traffic.ts';

/** Watches traffic that something else sends. */
export const preparePrismProxy: PrepareTool = async ({ url, folder }) => {
  const port = await freePort();
  const args = ['proxy', descriptionFile, url, '-p', String(port), '-h', '127.0.0.1'];
  const command = [peerFile('@stoplight/prism-cli/dist/index.js'), ...args];
  const child = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  await listening(child.stdout);
  return {
    name: 'Prism proxy',
    version: peerVersion('@stoplight/prism-cli'),
    purpose: 'watches traffic that something else sends',
    setUp: `${callCount} hand-made requests sent through it`,
    async findAlarms() {
      return new Set((await sendTraffic(`http://127.0.0.1:${port}`)).flatMap(readViolations));
    },
    close: async () => {
      child.kill();
    },
  };
};

function listening(stdout: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const late = setTimeout(() => reject(new Error(`Prism did not start: ${output.slice(-500)}`)), 60_000);
    stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes('Prism is listening')) return;
      clearTimeout(late);
      resolve();
    });
  });
}

interface Violation {
  readonly location: readonly string[];
  readonly code: string | number;
  readonly message: string;
}

function readViolations({ method, headers, status }: Exchange, index: number): readonly string[] {
  const text = headers.find(([name]) => name === 'sl-violations')?.[1];
  const violations = text === undefined ? [] : (JSON.parse(text) as readonly Violation[]); // Prism's own header
  const told = violations.map(({ location, code, message }) => `${location.join('.')}: ${code}: ${message}`);
  // Prism answers itself where its upstream breaks the protocol.
  return [...told, ...(status >= 500 ? [`status ${status}`] : [])].map(
    (line) => `${index} ${method} ${line}`,
  );
}
