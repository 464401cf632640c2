/** A website's URL as it is stored: host in lower case, no default port, a slash at the end. Null for none. */
export function normalizeWebsiteUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  // Percent signs and the like are kept: only what names the same place in two ways is made one.
  if (!url.pathname.endsWith('/')) url.pathname = `${url.pathname}/`;
  url.search = '';
  url.hash = '';
  return url.href;
}

/** The name of a website that was given none. */
export function nameOfWebsite(url: string): string {
  return new URL(url).hostname.slice(0, 100);
}
