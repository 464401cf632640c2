import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { tokens } from '../../../packages/contract-tests/test/shelf/callers.ts';
import { peerVersion, runPeer } from '../command.ts';
import { olderCopyIs, writeOlderCopy } from '../description.ts';
import type { PrepareTool } from '../tool.ts';

/** Sends one request for each declared answer, made of examples, and compares what comes. */
export const prepareDredd: PrepareTool = async ({ url, folder }) => {
  const description = join(folder, 'dredd.json');
  const report = join(folder, 'dredd.xml');
  await writeOlderCopy(description);
  const flags = ['--sorted', '--header', `Authorization: Bearer ${tokens.admin}`, '--loglevel', 'error'];
  const output = ['--reporter', 'xunit', '--output', report];
  return {
    name: 'Dredd',
    version: peerVersion('dredd'),
    purpose: 'one request for each declared answer',
    setUp: `a token; ${olderCopyIs}`,
    async findAlarms() {
      await runPeer('dredd/bin/dredd', [description, url, ...flags, ...output], folder);
      return readFailures(await readFile(report, 'utf8'));
    },
    close: async () => {},
  };
};

interface Suite {
  readonly testsuite: { readonly testcase: readonly { readonly name: string; readonly failure?: string }[] };
}

/** The lines of each failure's message, which ends before the request it is about. */
function readFailures(xml: string): ReadonlySet<string> {
  const options = {
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name: string) => name === 'testcase',
  };
  const { testsuite } = new XMLParser(options).parse(xml) as Suite; // as Dredd's xunit reporter writes it
  const alarms = testsuite.testcase.flatMap(({ name, failure }) => {
    const [message = ''] = (failure ?? '').replace(/^Message:\s*/, '').split('\n\nRequest:');
    return message === ''
      ? []
      : message
          .trim()
          .split('\n')
          .map((line) => `${name}: ${line}`);
  });
  return new Set(alarms);
}
