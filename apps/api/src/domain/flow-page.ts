import type { Refusal } from './refusal.ts';
import { maxUrlLength } from './website-url.ts';

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

/**
 * A link to the one website as one to the other, with the same path; other text stays as it is. A website
 * has its pages with http and https.
 */
export function moveLink(text: string, { from, to }: Move): string {
  const { host } = new URL(from);
  const origin = [`https://${host}`, `http://${host}`].find((start) => text.startsWith(start)) ?? '';
  const rest = text.slice(origin.length);
  const isLink = origin !== '' && (rest === '' || /^[/?#]/.test(rest));
  return isLink ? new URL(to).origin + rest : text;
}

/** The page of a flow on another website, with the same path. */
export function movePage(pageUrl: string, move: Move): string {
  return orFrontPage(moveLink(pageUrl, move), move);
}

/** The page of a flow whose website has a new address: what is below the old one is below the new one. */
export function followPage(pageUrl: string, move: Move): string {
  if (!pageUrl.startsWith(move.from)) return movePage(pageUrl, move);
  return orFrontPage(move.to + pageUrl.slice(move.from.length), move);
}

/** A longer address can make a page's too long. */
function orFrontPage(pageUrl: string, { to }: Move): string {
  return pageUrl.length > maxUrlLength ? to : pageUrl;
}

/** The same for every text within a value. */
export function moveLinks(value: unknown, move: Move): unknown {
  if (typeof value === 'string') return moveLink(value, move);
  if (Array.isArray(value)) return value.map((inner) => moveLinks(inner, move));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, moveLinks(inner, move)]));
}
