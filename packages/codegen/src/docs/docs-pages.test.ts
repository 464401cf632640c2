import { describe, expect, test } from 'vitest';
import { pets } from '../../test/fixtures/pets.ts';
import { generate } from '../../test/generate.ts';
import { fields, hostileDocument, payloads } from '../../test/hostile-documents.ts';
import { docsPages } from './docs-pages.ts';

async function pagesOf(document: object): Promise<ReadonlyMap<string, string>> {
  const { model } = await generate(document);
  return new Map(docsPages({ model }).map(({ path, text }) => [path, text]));
}

/** The text of a page as a reader sees it. */
function readable(page: string | undefined): string {
  const body = (page ?? '').replace(/^.*<main/s, '<main');
  return body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

describe('the docs', () => {
  test('explain what the description declares', async () => {
    const index = readable((await pagesOf(pets)).get('index.html'));
    expect(index).toContain('Send the token as Authorization: Bearer');
    expect(index).toContain('write Write Includes read .');
    expect(index).toContain('60 in 1 minute organization');
    expect(index).toContain('the header Retry-After of the answer says how many seconds to wait');
    expect(index).toContain('The same request with the same value within 1 hour is carried out once');
    expect(index).toContain('the query parameter limit of the request, 20 by default');
    expect(index).toContain('1 operation of 5: listPets .');
  });

  test('say nothing of what it does not declare', async () => {
    const index = readable(
      (await pagesOf({ openapi: '3.1.1', info: { title: 'T', version: '1' }, paths: {} })).get('index.html'),
    );
    expect(index).not.toMatch(/Authentication|Rate limits|Safe retries|Pagination|Errors/);
  });

  test('have a page for a problem where its type leads', async () => {
    const pages = await pagesOf(pets);
    expect([...pages.keys()]).toEqual(['index.html', 'errors/not-found/index.html']);
    const page = pages.get('errors/not-found/index.html');
    expect(readable(page)).toContain('Not found Type https://pets.example/errors/not-found Status 404');
    expect(readable(page)).toContain('There is no pet 7.');
    expect(page).toContain(
      '<a href="../../reference.html#operation/removePet"><code>DELETE /pets/{petId}</code></a>',
    );
    expect(page).toContain('<a href="../../index.html">Pets 1.0.0</a>');
  });

  test('load, run and send nothing, as their policy demands', async () => {
    for (const page of (await pagesOf(pets)).values()) {
      expect(page).toMatch(
        /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
      );
      expect(page).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|url\(|https?:\/\/[^"]*" *>/i);
    }
  });

  test.each([
    'urn:problem:none',
    'https://x.example/a/../../b',
    'https://x.example/%2e%2e/%2e%2e/c',
    '//x.example/.git',
    'https://x.example/errors/a b?c#d',
  ])('never leave their folder, whatever the type: %s', async (type) => {
    const pages = [...(await pagesOf(hostileDocument({ problemType: type }))).keys()];
    expect(pages).toHaveLength(2);
    for (const page of pages) expect(page).toMatch(/^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*index\.html$/);
  });

  test('keep a type that names no page in the list only', async () => {
    const pages = await pagesOf(hostileDocument({ problemType: 'about:blank' }));
    expect([...pages.keys()]).toEqual(['index.html']);
    expect(pages.get('index.html')).toContain('<code>about:blank</code>');
  });

  test.each(Object.entries(payloads))('show hostile texts as texts: %s', async (_, payload) => {
    const pages = await pagesOf(hostileDocument(Object.fromEntries(fields.map((field) => [field, payload]))));
    for (const page of pages.values()) {
      // Of the tags that a reader's browser sees, all are ours.
      const tags = new Set([...page.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag?.toLowerCase()));
      for (const tag of ['script', 'img', 'iframe', 'svg', 'base', 'form']) expect(tags).not.toContain(tag);
      expect(page.match(/<style>/g)).toHaveLength(1);
    }
  });
});
