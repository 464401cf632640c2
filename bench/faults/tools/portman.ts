import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tokens } from '../../../packages/contract-tests/test/shelf/callers.ts';
import { peerVersion, runPeer } from '../command.ts';
import { olderCopyIs, writeOlderCopy } from '../description.ts';
import type { PrepareTool } from '../tool.ts';

const allOperations = '*::/*';
const everyCheck = ['statusSuccess', 'contentType', 'jsonBody', 'schemaValidation', 'headersPresent'];
const fuzzings = [
  'requiredFields',
  'minimumNumberFields',
  'maximumNumberFields',
  'minLengthFields',
  'maxLengthFields',
];
const enabled = { enabled: true };

/** All contract tests on all operations, all of its fuzzing on the two operations with a body. */
const configuration = {
  version: 1,
  tests: {
    contractTests: everyCheck.map((check) => ({ openApiOperation: allOperations, [check]: enabled })),
    variationTests: ['createBook', 'updateBook'].map((operation) => ({
      openApiOperationId: operation,
      openApiResponse: '400',
      variations: [
        {
          name: 'refused',
          fuzzing: [{ requestBody: [Object.fromEntries(fuzzings.map((fuzzing) => [fuzzing, enabled]))] }],
          tests: {
            contractTests: [{ statusCode: enabled }, { contentType: enabled }, { schemaValidation: enabled }],
          },
        },
      ],
    })),
  },
  globals: { securityOverwrites: { bearer: { token: tokens.admin } } },
};

/** Makes a Postman collection of the description and runs it with newman. */
export const preparePortman: PrepareTool = async ({ url, folder }) => {
  const [description, config, collection, report] = ['older', 'config', 'collection', 'report'].map((name) =>
    join(folder, `portman-${name}.json`),
  ) as [string, string, string, string]; // four names, four files
  await writeOlderCopy(description);
  await writeFile(config, JSON.stringify(configuration));
  const made = ['-l', description, '-b', '{{target}}', '-c', config, '-o', collection, '-t', 'true'];
  const output = await runPeer('@apideck/portman/bin/portman', made, folder);
  await readFile(collection).catch(() => {
    throw new Error(`Portman made no collection: ${output.slice(-500)}`);
  });
  return {
    name: 'Portman + newman',
    version: `${peerVersion('@apideck/portman')} + ${peerVersion('newman')}`,
    purpose: 'one request for each operation, and fuzzed bodies',
    setUp: `a token, ${JSON.stringify(configuration).length} characters of configuration; ${olderCopyIs}`,
    async findAlarms() {
      // Operations with a security requirement of their own take the token from this variable.
      const variables = ['--env-var', `target=${url}`, '--env-var', `bearerToken=${tokens.admin}`];
      const flags = [...variables, '-r', 'json', '--reporter-json-export', report];
      await runPeer('newman/bin/newman.js', ['run', collection, ...flags], folder);
      return readFailures(await readFile(report, 'utf8'));
    },
    close: async () => {},
  };
};

interface NewmanReport {
  readonly run: {
    readonly failures: readonly {
      readonly source?: { readonly name?: string };
      readonly error: { readonly test?: string; readonly message: string };
    }[];
  };
}

function readFailures(json: string): ReadonlySet<string> {
  const { run } = JSON.parse(json) as NewmanReport; // as newman's json reporter writes it
  return new Set(
    run.failures.map(({ source, error }) => `${source?.name}: ${error.test ?? ''}: ${error.message}`),
  );
}
