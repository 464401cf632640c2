import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPublicAddress } from '../src/load/public-address.ts';
import { read, told, withSchemas } from './description-folder.ts';

interface Canary {
  readonly port: number;
  readonly seen: http.IncomingMessage[];
}

/** A server on the loopback address that keeps what reaches it. */
async function startCanary(
  answer: http.RequestListener = (_, response) => response.end('type: string\n'),
): Promise<Canary> {
  const seen: http.IncomingMessage[] = [];
  const server = http.createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen }; // a TCP server has such an address
}

const referTo = (ref: string) => ({ 'openapi.yaml': withSchemas(`    A: { $ref: '${ref}' }\n`) });

/** Every name leads to the loopback address, and that may be connected to, as if it were public. */
const open = { resolveName: async () => ['127.0.0.1'], mayConnect: () => true };

describe('without a host allowed', () => {
  it.each([
    'http://127.0.0.1:PORT/a.yaml',
    'HTTP://127.0.0.1:PORT/a.yaml',
    'https://127.0.0.1:PORT/',
    '//127.0.0.1:PORT/a.yaml',
    'http://2130706433:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://localhost:PORT/',
  ])('D16 and D19: %s is refused and the canary has no visitor', async (address) => {
    const { port, seen } = await startCanary();
    const result = await read(referTo(address.replace('PORT', String(port))));
    expect(told(result)).toEqual(['ref-remote openapi.yaml:6:16']);
    expect(seen).toEqual([]);
  });

  it.each(['ftp://example.com/a.yaml', 'data:application/json,{}', 'javascript:alert(1)'])(
    'D19 refuses %s',
    async (address) => {
      expect(told(await read(referTo(address)))).toEqual(['ref-outside-root openapi.yaml:6:16']);
    },
  );

  it('D16 leaves the address of an example that is published elsewhere alone', async () => {
    const { port, seen } = await startCanary();
    const example = `openapi: 3.1.1\ncomponents: { examples: { E: { externalValue: 'http://127.0.0.1:${port}/e.json' } } }\n`;
    expect(told(await read({ 'openapi.yaml': example }))).toEqual([]);
    expect(seen).toEqual([]);
  });
});

describe('with a host allowed', () => {
  it('reads a document and what it refers to at the same host', async () => {
    const { port, seen } = await startCanary((request, response) =>
      response.end(
        request.url === '/a.yaml' ? 'type: array\nitems: { $ref: item.json }\n' : '{"type":"string"}',
      ),
    );
    const result = await read(referTo(`http://schemas.example:${port}/a.yaml`), {
      allowRemote: [`schemas.example:${port}`],
      remote: open,
    });
    expect(told(result)).toEqual([]);
    expect(result).toMatchObject({
      ok: true,
      loaded: {
        bundle: {
          components: {
            schemas: { A: { items: { $ref: '#/components/schemas/item' } }, item: { type: 'string' } },
          },
        },
      },
    });
    expect(seen.map(({ url }) => url)).toEqual(['/a.yaml', '/item.json']);
  });

  it('D18 sends no credentials, cookies or other headers of its own', async () => {
    const { port, seen } = await startCanary();
    await read(referTo(`http://schemas.example:${port}/a.yaml`), {
      allowRemote: [`schemas.example:${port}`],
      remote: open,
    });
    expect(Object.keys(seen[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
    ]);
  });

  it('D18 refuses an address that carries credentials', async () => {
    const { port, seen } = await startCanary();
    const options = { allowRemote: [`schemas.example:${port}`], remote: open };
    const result = await read(referTo(`http://user:secret@schemas.example:${port}/a.yaml`), options);
    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'remote-refused' }] });
    expect(seen).toEqual([]);
  });

  it.each([
    'http://127.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::1]:PORT/',
  ])('D19 refuses %s although its host is allowed, because it is not public', async (address) => {
    const { port, seen } = await startCanary();
    const url = new URL(address.replace('PORT', String(port)));
    const result = await read(referTo(url.href), { allowRemote: [url.host] });
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'remote-refused', place: { line: 6 } }],
    });
    expect(seen).toEqual([]);
  });

  it('D19 refuses a name that resolves to the loopback address, alone or among public ones', async () => {
    const { port, seen } = await startCanary();
    for (const addresses of [['127.0.0.1'], ['93.184.215.14', '127.0.0.1'], ['::1'], []]) {
      const remote = { resolveName: async () => addresses };
      const result = await read(referTo(`http://rebind.example:${port}/`), {
        allowRemote: [`rebind.example:${port}`],
        remote,
      });
      expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'remote-refused' }] });
    }
    expect(seen).toEqual([]);
  });

  it.each(['http://127.0.0.1:PORT/', 'http://169.254.169.254/latest/meta-data', 'file:///etc/hostname'])(
    'D17 refuses a redirect to %s at that hop',
    async (location) => {
      const target = await startCanary();
      const { port, seen } = await startCanary((_, response) =>
        response.writeHead(302, { location: location.replace('PORT', String(target.port)) }).end(),
      );
      const allowRemote = [`a.example:${port}`, `127.0.0.1:${target.port}`, '169.254.169.254'];
      let hop = 0;
      // Only the first hop takes the loopback address, where the canary is, for a public one.
      const mayConnect = (address: string) => hop++ === 0 || isPublicAddress(address);
      const remote = { ...open, mayConnect };
      const result = await read(referTo(`http://a.example:${port}/`), { allowRemote, remote });
      expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'remote-refused' }] });
      expect(seen).toHaveLength(1);
      expect(target.seen).toEqual([]);
    },
  );

  it('D17 refuses a redirect to a host that is not allowed', async () => {
    const target = await startCanary();
    const { port } = await startCanary((_, response) =>
      response.writeHead(302, { location: `http://other.example:${target.port}/` }).end(),
    );
    const result = await read(referTo(`http://a.example:${port}/`), {
      allowRemote: [`a.example:${port}`],
      remote: open,
    });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'ref-remote' }] });
    expect(target.seen).toEqual([]);
  });

  it('D17 twin: follows three redirects and refuses a fourth', async () => {
    const { port } = await startCanary((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.end('type: string\n');
    });
    const options = { allowRemote: [`a.example:${port}`], remote: open };
    expect(told(await read(referTo(`http://a.example:${port}/3`), options))).toEqual([]);
    expect(told(await read(referTo(`http://a.example:${port}/4`), options))).toEqual([
      'remote-refused openapi.yaml:6:16',
    ]);
  });

  it('D20 gives up on an answer that does not end in time', async () => {
    const { port } = await startCanary((_, response) => response.write('type: string\n'));
    const options = { allowRemote: [`a.example:${port}`], remote: { ...open, milliseconds: 200 } };
    const result = await read(referTo(`http://a.example:${port}/`), options);
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'remote-failed', message: expect.stringContaining('in time') }],
    });
  });

  it('D20 gives up on a name whose addresses do not come in time', async () => {
    const remote = { resolveName: () => new Promise<never>(() => {}), milliseconds: 100 };
    const result = await read(referTo('http://a.example/'), { allowRemote: ['a.example'], remote });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'remote-failed' }] });
  });

  it('D20 gives up on an answer that never stops', async () => {
    const { port } = await startCanary((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('#'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const result = await read(referTo(`http://a.example:${port}/`), {
      allowRemote: [`a.example:${port}`],
      remote: open,
    });
    expect(told(result)).toEqual(['limit-file-bytes openapi.yaml:6:16']);
  });

  it('D20 refuses compressed answers, which could unpack to anything', async () => {
    const { port } = await startCanary((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('#'.repeat(10_000_000))),
    );
    const result = await read(referTo(`http://a.example:${port}/`), {
      allowRemote: [`a.example:${port}`],
      remote: open,
    });
    expect(told(result)).toEqual(['remote-refused openapi.yaml:6:16']);
  });

  it('tells of a status that is no success', async () => {
    const { port } = await startCanary((_, response) => response.writeHead(404).end());
    const result = await read(referTo(`http://a.example:${port}/`), {
      allowRemote: [`a.example:${port}`],
      remote: open,
    });
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'remote-failed', message: expect.stringContaining('404') }],
    });
  });

  it('refuses a document from elsewhere that names a file here', async () => {
    const { port } = await startCanary((_, response) => response.end('$ref: file:///etc/hostname\n'));
    const result = await read(referTo(`http://a.example:${port}/a.yaml`), {
      allowRemote: [`a.example:${port}`],
      remote: open,
    });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'ref-outside-root' }] });
  });
});

describe('public addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
  ])('%s is not one', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each([
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001::1',
    'localhost',
    '',
  ])('%s is not one', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['8.8.8.8', '93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', '2a00:1450:4001:80f::200e'])(
    '%s is one',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});
