import type { Refusal } from './refusal.ts';

/** Refuses a page that is not on the host of its website. */
export function checkPage(pageUrl: string, websiteUrl: string): readonly Refusal[] {
  if (!URL.canParse(pageUrl)) return [refusal('format', 'must be a URL that leads somewhere')];
  const { host, username, password } = new URL(pageUrl);
  if (username !== '' || password !== '') return [refusal('credentials', 'must not hold a password')];
  return host === new URL(websiteUrl).host ? [] : [refusal('host', 'must be on the host of the website')];
}

function refusal(code: string, message: string): Refusal {
  return { pointer: '/pageUrl', code, message };
}

/** What a page is called that was given no name: its path. */
export function nameOfPage(pageUrl: string): string {
  return URL.canParse(pageUrl) ? new URL(pageUrl).pathname : pageUrl;
}

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A link to the one website as one to the other, with the same path; other text stays as it is. */
export function moveLink(text: string, { from, to }: Move): string {
  const origin = new URL(from).origin;
  const rest = text.slice(origin.length);
  const isLink = text.startsWith(origin) && (rest === '' || /^[/?#]/.test(rest));
  return isLink ? new URL(to).origin + rest : text;
}

/** The same for every text within a value. */
export function moveLinks(value: unknown, move: Move): unknown {
  if (typeof value === 'string') return moveLink(value, move);
  if (Array.isArray(value)) return value.map((inner) => moveLinks(inner, move));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, moveLinks(inner, move)]));
}
