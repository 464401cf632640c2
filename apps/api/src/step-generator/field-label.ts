import type { Cheerio, CheerioAPI } from 'cheerio';
import type { AnyNode, Element } from 'domhandler';
import { elementsWithin } from './elements-within.ts';

/** What visitors read beside the fields of one form. */
export interface Labels {
  /** The label of a text field or list: its own, else what is written in it, else that of its group. */
  of(node: Cheerio<Element>): string | null;
  /** The label of this very radio button or check box. */
  ofOption(node: Cheerio<Element>): string | null;
  /** What is written over a group of fields. */
  ofGroup(node: Cheerio<Element>): string | null;
}

const maxLength = 200;

/** What each plugin wraps a field and its label in. */
const wrappers =
  '.gfield, .wpforms-field, .frm_form_field, .ff-el-group, .wsf-field-wrapper, .wpcf7-form > p, fieldset';

const wrapperLabels = [
  'legend',
  '.gfield_label',
  '.wpforms-field-label',
  '.frm_primary_label',
  '.ff-el-input--label label',
  'label',
].join(', ');

const besideBox = '.wpcf7-list-item-label';

export function createLabels($: CheerioAPI, elements: readonly Element[]): Labels {
  const byFor = new Map<string, Element>();
  for (const element of elements) {
    const id = element.name === 'label' ? element.attribs.for : undefined;
    if (id !== undefined && !byFor.has(id)) byFor.set(id, element);
  }
  const textOf = createTextReader($);
  const ofOption = (node: Cheerio<Element>) => {
    const own = byFor.get(node.attr('id') ?? '');
    // Contact Form 7 writes the text of a box beside it, in no label.
    return (
      (own ? textOf(own) : null) ??
      textOf(node.closest('label')[0]) ??
      textOf(node.next(besideBox)[0] ?? node.prev(besideBox)[0])
    );
  };
  const ofGroup = (node: Cheerio<Element>) => textOf(firstLabel($, node.closest(wrappers)[0]));
  const ofField = (node: Cheerio<Element>) =>
    ofOption(node) ??
    clean(node.attr('aria-label') ?? '') ??
    ofGroup(node) ??
    clean(node.attr('placeholder') ?? '');
  return { of: ofField, ofOption, ofGroup };
}

function firstLabel($: CheerioAPI, wrapper: AnyNode | undefined): Element | undefined {
  if (!wrapper || !('children' in wrapper)) return undefined;
  return elementsWithin(wrapper).find((element) => $(element).is(wrapperLabels));
}

/** Many fields share the label of their group, so each is read once. */
function createTextReader($: CheerioAPI): (element: AnyNode | undefined) => string | null {
  const known = new Map<AnyNode, string | null>();
  return (element) => {
    if (!element) return null;
    const text = known.get(element);
    if (text !== undefined) return text;
    const copy = $(element).clone();
    copy.find('.gfield_required, .wpforms-required-label, .frm_required, .wsf-required-wrapper').remove();
    copy.find('select, textarea, script, style').remove();
    const fresh = clean(copy.text());
    known.set(element, fresh);
    return fresh;
  };
}

function clean(text: string): string | null {
  const line = text
    .slice(0, maxLength * 20)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/ ?(?:\*|\(required\))$/i, '');
  return line === '' ? null : line.slice(0, maxLength).toWellFormed();
}
