import { readFile, rename, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { emptyFolder, fixtures, plumbline, type Running, start } from './command.ts';

const running: Running[] = [];
afterEach(async () => {
  for (const { process, ended } of running.splice(0)) {
    process.kill('SIGKILL');
    await ended;
  }
});

async function startMock(...args: string[]): Promise<{ url: string; command: Running }> {
  const command = start(['mock', '--port', '0', ...args]);
  running.push(command);
  const [, url = ''] = await command.says(/ at (http:\S+)\n/);
  return { url, command };
}

/** As a client that names another host, or does not tidy its path, would ask. */
function ask(url: string, path: string, host: string): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const { hostname, port } = new URL(url);
  const sent = request({ hostname, port, path, headers: { host } }, (answer) => {
    let body = '';
    answer.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
  });
  sent.on('error', reject).end();
  return promise;
}

const token = { headers: { authorization: 'Bearer any' } };

describe('plumbline mock', () => {
  test('says what it serves and answers from the examples', async () => {
    const { url, command } = await startMock('notes-3.1.yaml');
    expect(command.printed.stdout).toBe(`Notes 1.0.0: 3 operations at ${url}\n`);
    const answer = await fetch(`${url}/notes/1`, token);
    expect(await answer.json()).toEqual({ id: 1, text: 'Call Ada' });
    expect((await fetch(`${url}/notes/1`)).status).toBe(401);
    expect(await command.says(/GET \/notes\/1 401 \d+ ms/)).toBeTruthy();
  });

  test('takes the flags of a mock', async () => {
    const { url, command } = await startMock(
      'notes-3.1.yaml',
      ...['--no-security', '--dynamic', '--seed', '7', '--no-cors', '--quiet'],
    );
    const [one, other] = [await fetch(`${url}/notes/1`), await fetch(`${url}/notes/1`)];
    expect(one.headers.get('access-control-allow-origin')).toBeNull();
    expect(await one.json()).toEqual(await other.json());
    expect(command.printed.stderr).toBe('');
  });

  test('answers no foreign host and leaves no path above its root', async () => {
    const { url } = await startMock('notes-3.1.yaml');
    expect((await ask(url, '/notes', 'evil.example')).status).toBe(403);
    expect((await ask(url, '/notes', new URL(url).host)).status).toBe(401);
    for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd']) {
      const { status, body } = await ask(url, path, new URL(url).host);
      expect(status).toBe(404);
      expect(body).not.toContain('root:');
    }
  });

  test('serves while a command runs, which finds it by a variable, and ends with its exit code', async () => {
    const asked = `node -e "fetch(process.env.PLUMBLINE_MOCK_URL + '/notes').then((a) => process.exit(a.status === 401 ? 7 : 8))"`;
    expect((await plumbline(['mock', 'notes-3.1.yaml', '--port', '0', '--run', asked])).code).toBe(7);
    const fine = await plumbline(['mock', 'notes-3.1.yaml', '--port', '0', '--quiet', '--run', 'echo done']);
    expect(fine).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Notes .*\ndone\n$/) });
  });

  test('takes over a change at the same address, and goes on while the description is broken', async () => {
    const folder = await emptyFolder();
    const file = join(folder, 'api.yaml');
    const text = await readFile(join(fixtures, 'notes-3.1.yaml'), 'utf8');
    await writeFile(file, text);
    const { url, command } = await startMock(file, '--no-state');
    await writeFile(`${file}.new`, text.replace('id: 1, text: Call Ada', 'id: 1, text: Call Grace'));
    await rename(`${file}.new`, file);
    await command.says(/has changed: 3 operations/);
    expect(await (await fetch(`${url}/notes/1`, token)).json()).toEqual({ id: 1, text: 'Call Ada' });
    await writeFile(file, 'openapi: [');
    await command.says(/could not be read\. The mock goes on as it was\./);
    expect((await fetch(`${url}/notes/1`, token)).status).toBe(200);
    await writeFile(file, text.replaceAll('Call Ada', 'Call Grace'));
    await command.says(/has changed: 3 operations\n[\s\S]*has changed: 3 operations/);
    expect(await (await fetch(`${url}/notes/1`, token)).json()).toEqual({ id: 1, text: 'Call Grace' });
  });

  test('reads back what was created, and keeps it while a file that the description refers to changes', async () => {
    const folder = await emptyFolder();
    const text = await readFile(join(fixtures, 'notes-3.1.yaml'), 'utf8');
    const schemas = 'Extra: { type: object, properties: { more: { type: string } } }\n';
    await writeFile(join(folder, 'schemas.yaml'), schemas);
    await writeFile(join(folder, 'api.yaml'), `${text}    Extra: { $ref: 'schemas.yaml#/Extra' }\n`);
    const { url, command } = await startMock(join(folder, 'api.yaml'));
    const sent = {
      method: 'POST',
      body: '{"text":"Call Grace"}',
      headers: { ...token.headers, 'content-type': 'application/json' },
    };
    const made = (await (await fetch(`${url}/notes`, sent)).json()) as { id: number };
    await command.says(/POST \/notes 201 \d+ ms state\n/);
    await writeFile(join(folder, 'schemas.yaml'), schemas.replace('more', 'less'));
    await command.says(/api\.yaml has changed: 3 operations/);
    const kept = await fetch(`${url}/notes/${made.id}`, token);
    expect(await kept.json()).toEqual(made);
    expect(made).toMatchObject({ text: 'Call Grace' });
  });

  test('says what it keeps, which trouble comes and where its page is, and prints what was wrong', async () => {
    const { url, command } = await startMock(
      'notes-3.1.yaml',
      '--control',
      '--trouble',
      'latency=1ms',
      '--no-paging',
    );
    expect(command.printed.stderr).toBe(
      `State is kept, without pages.\nTrouble comes to all requests: latency=1ms\nPage and control: ${url}/__plumbline/\n`,
    );
    const page = await fetch(`${url}/__plumbline/`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const wrong = {
      method: 'POST',
      body: '{"text":7}',
      headers: { ...token.headers, 'content-type': 'application/json' },
    };
    expect((await fetch(`${url}/notes`, wrong)).status).toBe(400);
    await command.says(
      /POST \/notes 400 \d+ ms refusal latency=1ms\n {2}request\.body addNote \/text must be a string \(notes-3\.1\.yaml:\d+:\d+\)\n/,
    );
    await expect(
      fetch(`${url}/notes`, { headers: { ...token.headers, 'plumbline-trouble': 'reset' } }),
    ).rejects.toThrow();
    await command.says(/GET \/notes lost \d+ ms trouble reset\n/);
  });

  test('holds a real server against the description, and leaves verdicts and an archive behind', async () => {
    const { url: real } = await startMock('notes-3.1.yaml', '--quiet');
    const folder = await emptyFolder();
    const stricter = (await readFile(join(fixtures, 'notes-3.1.yaml'), 'utf8')).replaceAll(
      'required: [id, text]',
      'required: [id, text, colour]',
    );
    await writeFile(join(folder, 'api.yaml'), stricter);
    const files = ['--verdicts', join(folder, 'verdicts.json'), '--har', join(folder, 'exchanges.har')];
    const { url, command } = await startMock(
      join(folder, 'api.yaml'),
      ...['--upstream', real, '--upstream-for', 'getNote', '--fail-on-violations', ...files],
    );
    const answer = await fetch(`${url}/notes/1`, { headers: { authorization: 'Bearer secret-token' } });
    expect(await answer.json()).toEqual({ id: 1, text: 'Call Ada' });
    await command.says(
      /GET \/notes\/1 200 \d+ ms upstream\n {2}R\.body getNote body .*colour.*api\.yaml:\d+:\d+/,
    );
    command.process.kill('SIGINT');
    const { code, stderr } = await command.ended;
    expect(code).toBe(1);
    expect(stderr).toContain(
      'verdicts.json: violated, 1 exchange, broken in 1 way by servers and 0 ways by clients',
    );
    const verdicts = await readFile(join(folder, 'verdicts.json'), 'utf8');
    expect(JSON.parse(verdicts)).toMatchObject({
      title: 'Notes',
      verdict: 'violated',
      operations: { getNote: { exchanges: 1, statuses: { 200: 1 }, responseViolations: 1 } },
      violations: [
        {
          obligation: 'R.body',
          operation: 'getNote',
          code: 'required',
          count: 1,
          place: { line: expect.any(Number) },
        },
      ],
    });
    const har = await readFile(join(folder, 'exchanges.har'), 'utf8');
    expect(JSON.parse(har)).toMatchObject({
      log: {
        version: '1.2',
        entries: [
          {
            request: { method: 'GET' },
            response: { status: 200, content: { text: '{"id":1,"text":"Call Ada"}' } },
          },
        ],
      },
    });
    expect(har + verdicts + stderr).not.toContain('secret-token');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('ends well at %s', async (signal) => {
    const { command } = await startMock('notes-3.1.yaml');
    command.process.kill(signal);
    expect((await command.ended).code).toBe(0);
  });

  test('says in a sentence that a port is in use', async () => {
    const { url } = await startMock('notes-3.1.yaml');
    const { port } = new URL(url);
    const { code, stdout, stderr } = await plumbline(['mock', 'notes-3.1.yaml', '--port', port]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another with --port.\n`,
    );
  });
});

describe('plumbline test', () => {
  test('proves a server, and prints the report to where it is told', async () => {
    const { url } = await startMock('notes-3.1.yaml', '--quiet');
    const args = [
      'test',
      'notes-3.1.yaml',
      url,
      '--safe',
      '--only',
      'getNote',
      '--run',
      'here',
      '--timeout',
      '60000',
    ];
    const text = await plumbline([...args, '--token', 'secret-token']);
    expect(text.stdout).toContain(`Notes 1.0.0 at ${url}`);
    expect(text.stdout).not.toContain('secret-token');
    expect(text.stderr).toMatch(
      /^\d+ obligations of 1 operations, seed 1, run here\nNext: --report html=report\.html writes a page .*\n$/,
    );
    const file = join(await emptyFolder(), 'report.xml');
    const filed = await plumbline([...args, '--report', 'junit', '--output', file], {
      env: { PLUMBLINE_TOKEN: 'secret-token' },
    });
    expect(filed.code).toBe(text.code);
    expect(filed.stdout).toBe('');
    expect(await readFile(file, 'utf8')).toMatch(/^<\?xml[\s\S]*<testsuites/);
  });

  test('fails when the server breaks the description, and shows the breach', async () => {
    const { url } = await startMock('shop-3.0.yaml', '--quiet');
    const kept = await plumbline(['test', 'shop-3.0.yaml', url, '--only', 'R.body', '--timeout', '60000']);
    expect(kept.code).toBe(0);
    const folder = await emptyFolder();
    const stricter = (await readFile(join(fixtures, 'shop-3.0.yaml'), 'utf8')).replace(
      'required: [id, price]',
      'required: [id, price, weight]',
    );
    await writeFile(join(folder, 'openapi.yaml'), stricter);
    const broken = await plumbline(['test', url, '--timeout', '60000'], { cwd: folder });
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/violated: [\s\S]*weight[\s\S]*curl/);
  });

  test('says that nobody answers', async () => {
    const { url, command } = await startMock('shop-3.0.yaml');
    command.process.kill('SIGTERM');
    await command.ended;
    const { code, stderr } = await plumbline(['test', 'shop-3.0.yaml', url]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${url} does not answer`);
  });
});
