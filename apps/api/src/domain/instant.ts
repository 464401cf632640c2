const earliest = Date.parse('0000-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');
const leapSecond = /:60(?=[.Z+-])/;

/**
 * Reads an RFC 3339 date-time that has been checked for its form. A leap second is read as the second
 * before it, since neither JavaScript nor PostgreSQL can tell them apart.
 * @returns null for a time whose UTC year does not have four digits, which we could not write again.
 */
export function readInstant(text: string): Date | null {
  const time = Date.parse(text.toUpperCase().replace(leapSecond, ':59'));
  return time >= earliest && time <= latest ? new Date(time) : null;
}
