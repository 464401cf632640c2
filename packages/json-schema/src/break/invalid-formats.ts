/** Texts and numbers next to the valid ones of a format, most deceptive first. */
export function writeInvalidFormat(format: string, value: unknown): readonly unknown[] {
  const known = invalid.get(format) ?? [];
  if (typeof value === 'string')
    return [...known.filter((candidate) => typeof candidate === 'string'), 'not valid \u00a7'];
  return typeof value === 'number' ? known.filter((candidate) => typeof candidate === 'number') : [];
}

const invalid: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ['date', ['2025-02-29', '2025-13-01', '15.06.2025']],
  ['time', ['25:00:00Z', '12:00']],
  ['date-time', ['2025-02-30T12:00:00Z', '2025-06-15 12:00:00', '2025-06-15T12:00:00']],
  ['duration', ['1 day', 'P']],
  ['email', ['name.example.com', 'name@', 'na me@example.com']],
  ['hostname', ['-example.com', 'exa mple.com']],
  ['ipv4', ['192.0.2.256', '192.0.2']],
  ['ipv6', ['2001:db8::g', '2001:db8:::1']],
  ['uri', ['/relative/path', 'http://exa mple.com']],
  ['url', ['/relative/path', 'http://exa mple.com']],
  ['uri-reference', ['\\path', 'a b']],
  ['uri-template', ['/{id', '/{}']],
  ['uuid', ['00000000-0000-4000-8000-00000000000', '00000000-0000-4000-8000-00000000000g']],
  ['json-pointer', ['a/b', '/~2']],
  ['relative-json-pointer', ['/a', '01/a']],
  ['regex', ['(', '[a']],
  ['byte', ['YWJj*', 'YWJjZ']],
  ['base64url', ['YWJj+', 'YW=Jj']],
  ['int8', [128, -129]],
  ['int16', [32_768, -32_769]],
  ['int32', [2_147_483_648, -2_147_483_649]],
  ['int64', [2 ** 63 * 2, -(2 ** 64)]],
  ['uint8', [256, -1]],
  ['uint16', [65_536, -1]],
  ['uint32', [4_294_967_296, -1]],
  ['uint64', [2 ** 65, -1]],
  ['float', [1e39]],
]);
