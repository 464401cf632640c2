/** A site's answer is anybody's text: what is read from it goes through here. */

export type UntrustedObject = Readonly<Record<string, unknown>>;

export function readObject(value: unknown): UntrustedObject | null {
  // Safe: an object that is no array can be read by any key.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as UntrustedObject)
    : null;
}

/** The items of a list; PHP writes a list with gaps as an object. At most `most` of them. */
export function readItems(value: unknown, most: number): readonly unknown[] {
  if (Array.isArray(value)) return value.slice(0, most);
  return Object.values(readObject(value) ?? {}).slice(0, most);
}

/** Text of at most `most` characters without control characters and broken surrogates; null for anything else. */
export function readText(value: unknown, most: number): string | null {
  if (typeof value !== 'string') return null;
  const clean = value
    .slice(0, most * 4)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .toWellFormed();
  return clean.length <= most ? clean : clean.slice(0, most).toWellFormed();
}

/** An id: WordPress writes numbers as numbers or as text. */
export function readId(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : null;
}

/** An absolute http or https URL of at most 2,048 characters without a user name; relative to `base` if given. */
export function readUrl(value: unknown, base?: string): string | null {
  if (typeof value !== 'string' || value === '' || value.length > 2_048 || !URL.canParse(value, base))
    return null;
  const url = new URL(value, base);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isHttp || url.username || url.password || url.href.length > 2_048) return null;
  return url.href;
}

/** Whether a URL is on the host of a site; `www.` and the scheme may differ. */
export function isOnHostOf(url: string, siteUrl: string): boolean {
  return bareSite(url) === bareSite(siteUrl);
}

function bareSite(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname.replace(/^www\./, '').replace(/\.$/, '')}:${port}`;
}
