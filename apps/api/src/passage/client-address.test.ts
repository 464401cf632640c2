import type { IncomingRequest } from '@plumbline/runtime/server';
import { expect, test } from 'vitest';
import { clientAddress, toClientNetwork, trustOnly } from './client-address.ts';

const isTrusted = trustOnly(['10.0.0.0/8', '127.0.0.1', '2001:db8::/32']);

test.each([
  ['198.51.100.7', '1.2.3.4', '198.51.100.7'],
  ['10.0.0.1', null, '10.0.0.1'],
  ['10.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['10.0.0.1', '1.1.1.1, 198.51.100.7, 10.9.9.9', '198.51.100.7'],
  ['10.0.0.1', '198.51.100.7, rubbish', '10.0.0.1'],
  ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['2001:db8::1', '2001:db9::5', '2001:db9::5'],
  ['127.0.0.2', '198.51.100.7', '127.0.0.2'],
])('T-8: a connection from %s that says %s is from %s', (peer, forwarded, address) => {
  const header = (name: string) => (name === 'x-forwarded-for' ? forwarded : null);
  // Safe: peer and headers are all that is looked at.
  const request = { peer, header } as unknown as IncomingRequest;
  expect(clientAddress(request, isTrusted)).toBe(address);
});

test('a request without a connection is from nowhere', () => {
  const request = { peer: null, header: () => '1.2.3.4' } as unknown as IncomingRequest; // as above
  expect(clientAddress(request, () => true)).toBeNull();
});

test.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s is counted as %s', (address, network) => {
  expect(toClientNetwork(address)).toBe(network);
});

test.each(['', 'proxy', '10.0.0.0/33', '10.0.0.0/x'])('%j is no proxy to trust', (text) => {
  expect(() => trustOnly([text])).toThrow();
});
