const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Milliseconds of an ISO 8601 duration: `PT60M` is 3600000. Months and years have no fixed length
 * and give `undefined`, as does everything that is no duration or longer than can be counted.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!match || /^P?T?$/.test(text) || text.endsWith('T')) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0));
  const total =
    ((weeks ?? 0) * 7 + (days ?? 0)) * day +
    (hours ?? 0) * hour +
    (minutes ?? 0) * minute +
    Math.round((seconds ?? 0) * second);
  return Number.isSafeInteger(total) ? total : undefined;
}
