import type { Outgoing } from '../outgoing/outgoing.ts';
import { type SiteAccess, visitSite } from './ask-plugin.ts';
import { ConnectionTrouble, findBarrier } from './connection-trouble.ts';
import { isOnHostOf } from './untrusted.ts';

/**
 * The HTML of a page that holds a form.
 *
 * @throws {ConnectionTrouble}
 */
export async function readFormPage(outgoing: Outgoing, site: SiteAccess, url: string): Promise<string> {
  if (!URL.canParse(url) || !isOnHostOf(url, site.url)) {
    throw new ConnectionTrouble('http-error', 'The page of the form is not on the website.');
  }
  const answer = await visitSite(outgoing, site, { url, headers: { accept: 'text/html' } });
  const barrier = findBarrier(answer);
  if (barrier) throw barrier;
  if (answer.status !== 200) {
    throw new ConnectionTrouble('http-error', `The page of the form answered ${answer.status}.`);
  }
  return answer.text;
}
