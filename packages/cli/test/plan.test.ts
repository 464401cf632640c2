import { describe, expect, test } from 'vitest';
import { plumbline } from './command.ts';

describe('plumbline plan', () => {
  test('lists what would be proved by operation and kind, and says what to do next', async () => {
    const { code, stdout, stderr } = await plumbline(['plan', 'notes-3.1.yaml']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Notes\n {2}GET \/notes {2}listNotes {2}\d+\n {4}Responses +\d+ {2}/);
    expect(stdout).toMatch(/Notes 1\.0\.0: \d+ obligations of 3 operations; nothing was sent\n$/);
    expect(stderr).toContain('Next: plumbline test notes-3.1.yaml <url of the server>');
  });

  test('takes a choice, and prints for programs', async () => {
    const choice = ['--only', 'getNote:R.*', '--except', 'R.5xx', '--format', 'json'];
    const { stdout } = await plumbline(['plan', 'notes-3.1.yaml', ...choice]);
    const { obligations } = JSON.parse(stdout);
    const kinds = new Set(obligations.map(({ kind }: { kind: string }) => kind));
    expect([...kinds].every((kind) => String(kind).startsWith('R.') && kind !== 'R.5xx')).toBe(true);
    expect(obligations[0].place.line).toBeGreaterThan(0);
  });

  test('refuses a part that is none', async () => {
    const { code, stderr } = await plumbline(['plan', 'notes-3.1.yaml', '--shard', '5/4']);
    expect(code).toBe(3);
    expect(stderr).toContain('for example 1/4');
  });
});
