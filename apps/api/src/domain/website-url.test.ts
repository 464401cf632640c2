import { expect, test } from 'vitest';
import { nameOfWebsite, normalizeWebsiteUrl } from './website-url.ts';

test.each([
  ['https://Shop.Acme.EXAMPLE', 'https://shop.acme.example/'],
  ['HTTPS://shop.acme.example:443/', 'https://shop.acme.example/'],
  ['http://shop.acme.example:80/blog', 'http://shop.acme.example/blog/'],
  ['http://shop.acme.example:8080/Blog/', 'http://shop.acme.example:8080/Blog/'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ['https://shop.acme.example./', 'https://shop.acme.example/'],
  ['https://shop.acme.example/a/../b', 'https://shop.acme.example/b/'],
])('%s is stored as %s', (given, want) => {
  expect(normalizeWebsiteUrl(given)).toBe(want);
});

test('what names no host is no URL of a website', () => {
  expect(normalizeWebsiteUrl('https://exa mple/')).toBeNull();
});

test('a website without a name is called by its host', () => {
  expect(nameOfWebsite('https://shop.acme.example:8443/blog/')).toBe('shop.acme.example');
});
