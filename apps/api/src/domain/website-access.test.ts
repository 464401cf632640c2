import { expect, test } from 'vitest';
import { type AccessPatch, changeAccess, toAccess, type WebsiteAccess } from './website-access.ts';

const one = '6f1c2a34-8b7d-4e5f-9a0b-1c2d3e4f5a6b';
const two = '7a2d3b45-9c8e-4f60-8b1c-2d3e4f5a6b7c';
const admin: WebsiteAccess = { role: 'admin', allWebsites: true, websiteIds: [] };
const everywhere: WebsiteAccess = { role: 'collaborator', allWebsites: true, websiteIds: [] };
const restricted: WebsiteAccess = { role: 'collaborator', allWebsites: false, websiteIds: [one] };
const nowhere: WebsiteAccess = { role: 'collaborator', allWebsites: false, websiteIds: [] };

test.each<[string, WebsiteAccess, AccessPatch, WebsiteAccess]>([
  ['gives an admin all websites, whatever is sent', restricted, { role: 'admin', allWebsites: false }, admin],
  ['keeps all websites for an admin who stays one', admin, { allWebsites: false, websiteIds: [one] }, admin],
  ['leaves a former admin all websites', admin, { role: 'collaborator' }, everywhere],
  ['restricts a former admin', admin, { role: 'collaborator', websiteIds: [one] }, restricted],
  ['restricts by the websites alone', everywhere, { websiteIds: [one] }, restricted],
  ['replaces the websites', restricted, { websiteIds: [two] }, { ...restricted, websiteIds: [two] }],
  ['takes every website away', restricted, { websiteIds: [] }, nowhere],
  ['takes every website away from who had all', everywhere, { allWebsites: false }, nowhere],
  ['empties the websites with all', restricted, { allWebsites: true, websiteIds: [two] }, everywhere],
  ['keeps the websites without a word about them', restricted, { allWebsites: false }, restricted],
])('%s', (_name, current, patch, expected) => {
  expect(changeAccess(current, patch)).toEqual(expected);
});

test('gives a website once, however its id is written', () => {
  expect(toAccess({ ...restricted, websiteIds: [one.toUpperCase(), one] })).toEqual(restricted);
});
