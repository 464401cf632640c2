import { lookUp, replaceAt } from '../../answer/pointer.ts';
import { isObject, type JsonObject } from '../../json.ts';
import type { Page } from '../pages.ts';
import type { AnswerPart, PagingPlan } from '../paging-plan.ts';

/** A body with what its members tell of the page. */
export function withPageMembers(body: unknown, page: Page, { next, hasMore, total }: PagingPlan): unknown {
  const told: readonly (readonly [AnswerPart | undefined, unknown])[] = [
    [next, page.next ?? null],
    [hasMore, page.hasMore],
    [total, page.total],
  ];
  return told.reduce<unknown>(
    (value, [part, said]) =>
      part?.in === 'body' && isObject(value) ? withMember(value, part.tokens, said) : value,
    body,
  );
}

/** A next page that is not there is null where the example has the member at all; else it is left out. */
function withMember(body: JsonObject, tokens: readonly string[], said: unknown): unknown {
  if (said !== null || lookUp(body, tokens) !== undefined) return replaceAt(body, tokens, said);
  return body;
}

/** Headers that tell of the page, by lower-case name; null: not sent where it may be left out. */
export function pageHeaders(page: Page, plan: PagingPlan): ReadonlyMap<string, string | null> {
  const headers = new Map<string, string | null>();
  const set = (part: AnswerPart | undefined, text: string | null) => {
    if (part?.in === 'header') headers.set(part.name, text);
  };
  const isLink = plan.next?.in === 'header' && plan.next.name === 'link';
  set(plan.next, page.next !== undefined && isLink ? `<${page.next}>; rel="next"` : (page.next ?? null));
  set(plan.hasMore, String(page.hasMore));
  set(plan.total, String(page.total));
  return headers;
}
