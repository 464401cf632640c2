import leven from 'leven';

/** Letters put in, left out or replaced that still look like a slip: two in five. */
const slip = 0.4;

/**
 * The known name that was most likely meant by a mistaken one, without regard to case; the first of several that are
 * equally near.
 *
 * @returns undefined when none is near
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const most = Math.ceil(name.length * slip);
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    // What differs more in length alone is not near, and long lists are gone through fast.
    if (Math.abs(candidate.length - name.length) > most) continue;
    const distance = leven(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= most && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { candidate, distance };
  }
  return best?.candidate;
}
