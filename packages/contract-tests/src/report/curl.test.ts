import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecrets } from '../run/secrets.ts';
import { toCurl } from './curl.ts';

/** What a shell makes of a command, with `curl` replaced by something that prints its arguments. */
function argumentsOf(command: string, variables: Readonly<Record<string, string>> = {}): readonly string[] {
  const script = `curl() { for part in "$@"; do printf '%s\\0' "$part"; done; }\n${command}`;
  const output = execFileSync('/bin/sh', ['-c', script], { env: { ...variables } });
  return output.toString('utf8').split('\0').slice(0, -1);
}

const request = {
  method: 'POST',
  url: 'http://shelf.test/books?title=it%27s',
  headers: { authorization: 'Bearer secret-of-somebody', 'content-type': 'application/json' },
  body: '{"title":"it\'s \\"$HOME\\" `id`\n!"}',
};

test('a request reaches the shell as it was sent', () => {
  expect(argumentsOf(toCurl(request, createSecrets()))).toEqual([
    '-i',
    '-X',
    'POST',
    '-H',
    'authorization: Bearer secret-of-somebody',
    '-H',
    'content-type: application/json',
    '--data-binary',
    request.body,
    request.url,
  ]);
});

test('a secret is read from the environment', () => {
  const secrets = createSecrets();
  secrets.add({ name: 'admin', credentials: { token: 'secret-of-somebody' } });
  const command = toCurl(request, secrets);
  expect(command).not.toContain('secret-of-somebody');
  expect(argumentsOf(command, { TOKEN: 'another one' })).toContain('authorization: Bearer another one');
});

test('any body survives the shell (seed 4711)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (body) => {
      const sent = body.replaceAll('\0', ''); // no argument of a process can hold it
      const parts = argumentsOf(toCurl({ ...request, body: sent }, createSecrets()));
      expect(parts[parts.indexOf('--data-binary') + 1]).toBe(sent);
    }),
    { seed: 4711, numRuns: 40 },
  );
});
