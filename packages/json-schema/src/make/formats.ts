import type { Faker } from '@faker-js/faker';
import type { Random } from './random.ts';

/** The instant around which dates are made, so that a seed means the same value on any day. */
export const referenceTime = Date.UTC(2025, 5, 15, 12, 0, 0);

const day = 86_400_000;

type FormatMaker = (source: { random: Random; faker: Faker; name: string }) => string;

/** A realistic text for each string format that is asserted; undefined for others. */
export function makeFormatted(format: string, source: Parameters<FormatMaker>[0]): string | undefined {
  return makers.get(format)?.(source);
}

const makers: ReadonlyMap<string, FormatMaker> = new Map<string, FormatMaker>([
  ['date-time', ({ random, name }) => new Date(makeTime(random, name)).toISOString().replace(/\.\d+Z$/, 'Z')],
  ['date', ({ random, name }) => new Date(makeTime(random, name)).toISOString().slice(0, 10)],
  ['time', ({ random, name }) => `${new Date(makeTime(random, name)).toISOString().slice(11, 19)}Z`],
  [
    'duration',
    ({ random }) => random.pick(['PT30S', 'PT5M', 'PT1H30M', 'P1D', 'P7D', 'P1M', 'P1Y2M3D']) ?? 'P1D',
  ],
  [
    'email',
    ({ faker }) =>
      `${identifier(faker.person.firstName())}.${identifier(faker.person.lastName())}@example.com`,
  ],
  ['idn-email', ({ faker }) => `${identifier(faker.person.firstName())}@example.com`],
  ['hostname', ({ faker }) => `${identifier(faker.word.noun())}.example.com`],
  ['idn-hostname', ({ faker }) => `${identifier(faker.word.noun())}.example.com`],
  ['ipv4', ({ random }) => `192.0.2.${random.integer(1, 254)}`],
  ['ipv6', ({ random }) => `2001:db8::${random.integer(1, 0xffff).toString(16)}`],
  ['uri', uri],
  ['url', uri],
  ['iri', uri],
  ['uri-reference', ({ faker }) => `/${identifier(faker.word.noun())}/${identifier(faker.word.noun())}`],
  ['iri-reference', ({ faker }) => `/${identifier(faker.word.noun())}`],
  ['uri-template', ({ faker }) => `/${identifier(faker.word.noun())}/{id}`],
  ['uuid', ({ random }) => uuid(random)],
  ['json-pointer', ({ faker }) => `/${identifier(faker.word.noun())}/0`],
  ['relative-json-pointer', ({ faker }) => `1/${identifier(faker.word.noun())}`],
  ['regex', ({ random }) => random.pick(['^[a-z]+$', '\\d{3}', '^(yes|no)$']) ?? '^a$'],
  ['byte', ({ random }) => base64(random)],
  ['base64url', ({ random }) => base64(random).replaceAll('=', '')],
  ['binary', ({ faker }) => faker.lorem.words(3)],
  ['password', ({ faker }) => `${faker.word.adjective()}-${faker.word.noun()}-${faker.word.verb()}`],
]);

function uri({ faker }: { faker: Faker }): string {
  return `https://www.example.com/${identifier(faker.word.noun())}`;
}

/** Times named after a beginning lie before those named after a change, and these before an end. */
function makeTime(random: Random, name: string): number {
  const offset = random.integer(0, 90 * day);
  const whole = Math.floor(offset / 1000) * 1000;
  if (/expir|until|end|next|due|renew/i.test(name)) return referenceTime + whole;
  if (/creat|start|begin|born|joined|since/i.test(name)) return referenceTime - 180 * day + whole;
  return referenceTime - 90 * day + whole;
}

/** A random UUID of version 4 (RFC 9562). */
function uuid(random: Random): string {
  const digits = Array.from({ length: 32 }, () => random.integer(0, 15).toString(16));
  digits[12] = '4';
  digits[16] = (8 + random.integer(0, 3)).toString(16);
  const text = digits.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}

function base64(random: Random): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const length = 4 * random.integer(2, 6);
  return Array.from({ length }, () => alphabet[random.integer(0, 61)]).join('');
}

/** Lower-case letters and digits of a name, for addresses. */
export function identifier(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'item'
  );
}
