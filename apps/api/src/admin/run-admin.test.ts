import { describe, expect, test } from 'vitest';
import { createPostgresDatabase } from '../../test/databases.ts';
import { runAdmin } from './run-admin.ts';

/** Runs a command and gives back what it wrote. */
async function admin(args: readonly string[], url = 'postgres://127.0.0.1:1/x') {
  const written = { out: '', err: '' };
  const code = await runAdmin(
    args,
    { DATABASE_URL: url },
    { out: (text) => (written.out += text), err: (text) => (written.err += text) },
  );
  return { code, ...written };
}

describe('the commands', () => {
  test('seed can be run again and makes a new token each time', async () => {
    const url = await createPostgresDatabase();
    const runs = [await admin(['seed'], url), await admin(['seed'], url)];
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    const tokens = runs.map(({ out }) => /cvpat_[0-9A-Za-z]{40}$/.exec(out)?.[0]);
    expect(new Set(tokens).size).toBe(2);
    expect(tokens).not.toContain(undefined);
  });

  test('plugin-key prints the same public key each time, and no private one', async () => {
    const url = await createPostgresDatabase();
    const runs = [await admin(['plugin-key'], url), await admin(['plugin-key'], url)];
    expect(runs[0]?.out).toMatch(/^-----BEGIN PUBLIC KEY-----\n[\s\S]+-----END PUBLIC KEY-----$/);
    expect(runs[1]).toEqual(runs[0]);
  });

  test('make an organization and a token of its admin', async () => {
    const url = await createPostgresDatabase();
    const who = ['--email', 'Ada@studio.example'];
    const names = ['--first-name', 'Ada', '--last-name', 'Byrd'];
    const organization = ['organization', 'create', '--name', 'Caf\u00e9 Studio', '--plan', 'plus'];
    expect(await admin([...organization, ...who, ...names], url)).toMatchObject({ code: 0, err: '' });
    const again = await admin([...organization, ...who, ...names], url);
    expect(again).toMatchObject({
      code: 3,
      err: 'There is an organization "Caf\u00e9 Studio" already. See admin --help.',
    });

    const token = ['token', 'create', '--organization', 'cafe-studio'];
    const made = await admin([...token, ...who, '--scopes', 'read:profile', '--days', '7'], url);
    expect(made.out).toMatch(/^cvpat_[0-9A-Za-z]{40}$/);
    const stranger = await admin([...token, '--email', 'x@y.example'], url);
    expect(stranger).toMatchObject({ code: 3, out: '' });
    expect(stranger.err).toContain('x@y.example is not a member of Caf\u00e9 Studio.');
  });

  test('migrate brings the tables up to date', async () => {
    const url = await createPostgresDatabase();
    expect(await admin(['migrate'], url)).toEqual({ code: 0, out: 'The tables are up to date.', err: '' });
  });
});

describe('wrong usage', () => {
  test.each([
    [['sed'], 'There is no command "sed".'],
    [[], 'Name a command.'],
    [['token', 'create'], '--organization is needed.'],
    [['seed', '--nmae', 'x'], "Unknown option '--nmae'"],
    [
      ['token', 'create', '--organization', 'x', '--email', 'x', '--scopes', 'read:all'],
      'There is no scope "read:all".',
    ],
    [['token', 'create', '--organization', 'x', '--email', 'x', '--days', '366'], '--days is "366".'],
  ])('%j is exit code 3 with a reason, before a database is opened', async (args, reason) => {
    const { code, out, err } = await admin(args);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(reason);
  });

  test('--help says what there is', async () => {
    const { code, out } = await admin(['--help']);
    expect(code).toBe(0);
    for (const name of ['migrate', 'seed', 'token create', 'organization create'])
      expect(out).toContain(name);
  });

  test('a PostgreSQL that is not there is one sentence and exit code 2', async () => {
    const { code, err } = await admin(['migrate']);
    expect(code).toBe(2);
    expect(err).toMatch(/^The PostgreSQL of DATABASE_URL cannot be reached: .*ECONNREFUSED.*$/);
  });

  test('a DATABASE_URL that is none is exit code 2 and not repeated', async () => {
    const { code, err } = await admin(['migrate'], 'mysql://user:secret@host/x');
    expect(code).toBe(2);
    expect(err).toBe('DATABASE_URL must begin with postgres:// or postgresql://.');
  });
});
