import { createServer } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { plumbline } from './command.ts';

const lamp = createServer((request, response) => {
  response.writeHead(request.url === '/lamp' ? 200 : 404, { 'content-type': 'application/json' });
  response.end('{"isOn":true}');
});
await new Promise<void>((resolve) => lamp.listen(0, '127.0.0.1', resolve));
afterAll(() => lamp.close());

const address = lamp.address();
const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
const mutate = (...args: readonly string[]) => plumbline(['mutate', 'mutate/openapi.yaml', url, ...args]);
const suite = ['--', process.execPath, 'mutate/suite.mjs'];
const only = ['--only', 'RS-01,RB-01,RB-04,PG'];

describe('plumbline mutate', () => {
  test('runs a command against each fault, and prints the score and what survived', async () => {
    const { code, stdout, stderr } = await mutate(...only, ...suite);
    expect(stdout.replace(/in [\d.]+ s/, 'in … s')).toMatchInlineSnapshot(`
      "Lamp: 3 faults tried in … s (seed 1)

                              faults  caught  survived  unreached  legal    score
      RS status of responses       1       1         0          0      0  100.0 %
      RB bodies of responses       2       1         1          0      0   50.0 %
      all                          3       2         1          0      0   66.7 %

      Survived: the fault broke the contract and nobody noticed
        RB-04@getLamp/200/: an undeclared property is there
          the body must not have the property "undeclaredProperty"; expected R.body of getLamp

      "
    `);
    expect(stderr).toContain('survived: RB-04@getLamp/200/');
    expect(code).toBe(0);
  });

  test('ends with 1 when the score is below the one that is asked for', async () => {
    const { code, stdout } = await mutate(...only, '--min-score', '70', '--report', 'json', ...suite);
    expect(JSON.parse(stdout).total).toMatchObject({ mutants: 3, any: 2, survived: 1 });
    expect(code).toBe(1);
  });

  test('ends with 2 when the command fails without any fault', async () => {
    const { code, stderr } = await mutate(...only, '--', process.execPath, '-e', 'process.exit(3)');
    expect(stderr).toContain('The suite fails without any fault');
    expect(code).toBe(2);
  });

  test('scores our own contract tests when no command is given', async () => {
    const { code, stdout } = await mutate(...only, '--report', 'json');
    expect(JSON.parse(stdout).total).toMatchObject({ mutants: 3, right: 3, survived: 0 });
    expect(code).toBe(0);
  });

  test('says that a command belongs after two dashes', async () => {
    const { code, stderr } = await mutate('node', 'suite.mjs');
    expect(stderr).toContain('Write the command after `--`');
    expect(code).toBe(3);
  });
});
