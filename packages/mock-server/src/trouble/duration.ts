/** Milliseconds. */
export type Duration = number;

/** `250ms`, `1.5s`, `2m`; undefined for any other text. */
export function parseDuration(text: string): Duration | undefined {
  const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m)$/.exec(text.trim()) ?? [];
  const factor = { ms: 1, s: 1000, m: 60_000 }[unit];
  return factor === undefined ? undefined : Number(number) * factor;
}
