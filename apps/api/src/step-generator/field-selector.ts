import type { CheerioAPI } from 'cheerio';
import type { Element } from 'domhandler';
import { elementsWithin } from './elements-within.ts';

/** Writes selectors of one form that match one element of the page. */
export interface Selectors {
  /** Null for an element that nothing tells apart. */
  of(element: Element): string | null;
  /** A button often has neither id nor name; then its class or kind finds it. */
  ofButton(element: Element): string | null;
  /** The fields of the form with a name and an input type. */
  named(name: string, type: string): readonly Element[];
}

const maxLength = 500;

export function createSelectors(
  $: CheerioAPI,
  form: { readonly elements: readonly Element[]; readonly selector: string },
): Selectors {
  const page = $.root().toArray().flatMap(elementsWithin);
  const idCounts = countBy(page.flatMap(({ attribs }) => attribs.id ?? []));
  const byName = Map.groupBy(form.elements, ({ attribs }) => attribs.name ?? '');
  const pairCounts = countBy(form.elements.map(({ attribs: { name, value } }) => `${name}\n${value}`));
  const of = ({ attribs: { id, name, value } }: Element): string | null => {
    const byId = id && idCounts.get(id) === 1 ? idSelector(id) : null;
    if (byId) return byId;
    const nameSelector = name ? attributeSelector('name', name) : null;
    if (!nameSelector) return null;
    if (byName.get(name ?? '')?.length === 1) return bounded(`${form.selector} ${nameSelector}`);
    const isOnly = pairCounts.get(`${name}\n${value}`) === 1;
    const valueSelector = value !== undefined && isOnly ? attributeSelector('value', value) : null;
    return valueSelector && bounded(`${form.selector} ${nameSelector}${valueSelector}`);
  };
  const ofOnly = (element: Element, isLike: (other: Element) => boolean, simple: string): string | null =>
    of(element) ?? (form.elements.filter(isLike).length === 1 ? bounded(`${form.selector} ${simple}`) : null);
  return {
    of: (element) =>
      element.name === 'canvas' ? ofOnly(element, ({ name }) => name === 'canvas', 'canvas') : of(element),
    ofButton: (element) =>
      ofOnly(
        element,
        (other) => isSubmitButton(other) && other.name === element.name,
        submitSelectors[element.name] ?? '',
      ),
    named: (name, type) =>
      (byName.get(name) ?? []).filter((element) => element.attribs.type?.toLowerCase() === type),
  };
}

/** A button sends its form when it says nothing else. */
const submitSelectors: Readonly<Record<string, string>> = {
  button: 'button:not([type="button"], [type="reset"])',
  input: 'input:is([type="submit"], [type="image"])',
};

export function isSubmitButton({ name, attribs }: Element): boolean {
  const type = attribs.type?.toLowerCase();
  if (name === 'button') return type !== 'button' && type !== 'reset';
  return name === 'input' && (type === 'submit' || type === 'image');
}

export function idSelector(id: string): string | null {
  return /^[A-Za-z_][\w-]*$/.test(id) ? bounded(`#${id}`) : attributeSelector('id', id);
}

/** Null for what a selector cannot hold: braces would be read as a variable, control characters break it. */
export function attributeSelector(name: string, value: string): string | null {
  if (/\p{Cc}|\{\{/u.test(value)) return null;
  return bounded(`[${name}="${value.replace(/["\\]/g, '\\$&')}"]`);
}

function bounded(selector: string): string | null {
  return selector.length <= maxLength && selector.isWellFormed() ? selector : null;
}

function countBy(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
