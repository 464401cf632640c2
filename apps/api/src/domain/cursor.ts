import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where a page ended: the place of its last row in the order of the list. */
export interface ListPosition {
  /**
   * What the list is ordered by, as text. A time is in UTC with microseconds, as the database keeps it: a
   * JavaScript date would round it.
   */
  readonly value: string;
  readonly id: string;
}

/** Writes and reads the cursors of all lists. */
export interface Cursors {
  /** `list` names the list with its organization, its caller where that matters, its filters and its order. */
  write(list: readonly string[], position: ListPosition): string;
  /** Null for every text that `write` did not give out for this very list. */
  read(list: readonly string[], cursor: string): ListPosition | null;
}

/** Changes when positions change their meaning, so that older cursors are refused. */
const version = 2;
const signatureLength = 16;
const form = /^[A-Za-z0-9_-]+$/;

/** Cursors that are signed together with the list they belong to. All servers must have the same key. */
export function createCursors(key: Uint8Array): Cursors {
  const sign = (list: readonly string[], payload: Buffer): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([version, list]))
      .update(payload)
      .digest()
      .subarray(0, signatureLength);

  return {
    write(list, { value, id }) {
      const payload = Buffer.from(JSON.stringify([value, id]));
      return Buffer.concat([sign(list, payload), payload]).toString('base64url');
    },
    read(list, cursor) {
      if (!form.test(cursor)) return null;
      const bytes = Buffer.from(cursor, 'base64url');
      const payload = bytes.subarray(signatureLength);
      // The same bytes can be written in several ways, and only one of them was given out.
      if (payload.length === 0 || bytes.toString('base64url') !== cursor) return null;
      const isOurs = timingSafeEqual(bytes.subarray(0, signatureLength), sign(list, payload));
      return isOurs ? toPosition(payload) : null;
    },
  };
}

/** Safe without a check: what carries our signature, we wrote. */
function toPosition(payload: Buffer): ListPosition {
  const [value, id] = JSON.parse(payload.toString()) as [string, string];
  return { value, id };
}
