/**
 * A website's URL as it is stored: host in lower case and without the final dot of DNS, no default port, a
 * slash at the end. Null for none.
 */
export function normalizeWebsiteUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  // Percent signs and the like are kept: only what names the same place in two ways is made one.
  if (!url.pathname.endsWith('/')) url.pathname = `${url.pathname}/`;
  url.hostname = url.hostname.replace(/\.$/, '');
  url.search = '';
  url.hash = '';
  return url.href;
}

/** How long a URL may be as it is stored; the slash at the end can make it longer than it was given. */
export const maxUrlLength = 2_048;

/** The name of a website that was given none. */
export function nameOfWebsite(url: string): string {
  return new URL(url).hostname.slice(0, 100);
}
