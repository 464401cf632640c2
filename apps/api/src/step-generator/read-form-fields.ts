import { type Cheerio, type CheerioAPI, load } from 'cheerio';
import type { Element } from 'domhandler';
import type { FormField, FormPlugin, FormReading } from '../domain/form-field.ts';
import { elementsWithin } from './elements-within.ts';
import { fieldKind } from './field-kind.ts';
import { createLabels, type Labels } from './field-label.ts';
import { createSelectors, isSubmitButton, type Selectors } from './field-selector.ts';
import { findForm } from './find-form.ts';

const limits = {
  page: 5 * 1024 * 1024,
  tags: 20_000,
  inputs: 2_000,
  depth: 300,
  fields: 200,
  options: 500,
  text: 200,
};

/**
 * Finds a plugin's form on a page and lists what a visitor fills in, in the order of the page. The page is a
 * stranger's: one with more than 20,000 tags is not read.
 */
export function readFormFields(
  html: string,
  form: { readonly plugin: FormPlugin; readonly externalId: string },
): FormReading {
  const page = html.slice(0, limits.page);
  // Parsers of HTML need time with the square of the depth, and everything with a tag can be nested.
  if (hasMoreTags(page, limits.tags)) return { kind: 'not-on-page' };
  try {
    return readPage(page, form);
  } catch (error) {
    // A page nested ten thousand deep exhausts the stack of a walk over it. No real form does.
    if (error instanceof RangeError) return { kind: 'not-on-page' };
    throw error;
  }
}

function hasMoreTags(page: string, most: number): boolean {
  const tags = /<[a-z]/gi;
  let count = 0;
  while (tags.test(page)) {
    count += 1;
    if (count > most) return true;
  }
  return false;
}

function readPage(
  html: string,
  wanted: { readonly plugin: FormPlugin; readonly externalId: string },
): FormReading {
  // The forgiving parser: its cost is the depth alone, where misnested tags make the standard's repeat work.
  const $ = load(html, { xml: { xmlMode: false, decodeEntities: true } });
  const found = findForm($, wanted);
  const [root] = found?.form ?? [];
  if (!found || !root) return { kind: 'not-on-page' };
  const elements = elementsWithin(root);
  const inputs = elements.filter((element) => fieldKind($(element))).slice(0, limits.inputs);
  if (inputs.length === 0) return { kind: 'drawn-by-script', selector: found.selector };
  const selectors = createSelectors($, { elements, selector: found.selector });
  const fields = readFields(inputs, { $, selectors, labels: createLabels($, elements), groups: new Set() });
  const submitSelector = findSubmit($, elements, selectors);
  return { kind: 'found', form: { selector: found.selector, fields, submitSelector } };
}

function readFields(inputs: readonly Element[], context: FieldContext): readonly FormField[] {
  const fields: FormField[] = [];
  for (const element of inputs) {
    if (fields.length >= limits.fields) break;
    const field = isForVisitors(context.$(element)) ? readField(element, context) : null;
    if (field) fields.push(field);
  }
  return fields;
}

/** What visitors never see: traps for bots, fields of CAPTCHAs, and fields that a condition hides. */
const unseen = [
  '[hidden]',
  '[aria-hidden="true"]',
  '[style*="display:none"]',
  '[style*="display: none"]',
  '.wpforms-field-hp',
  '.gform_validation_container',
  '.gfield_visibility_hidden',
  '.frm_verify',
  '.frm_hidden',
  '.akismet-fields-container',
  '.wpcf7-hidden',
  '.wpa_hidden_field',
].join(', ');

function isForVisitors(element: Cheerio<Element>): boolean {
  if (isTooDeep(element[0])) return false;
  if (element.attr('disabled') !== undefined || element.closest(unseen).length > 0) return false;
  return !/honeypot|captcha|^ak_|_hp\b|turnstile/i.test(element.attr('name') ?? '');
}

function isTooDeep(element: Element | undefined): boolean {
  let node = element?.parent;
  for (let depth = 0; node; depth += 1) {
    if (depth === limits.depth) return true;
    node = node.parent;
  }
  return false;
}

interface FieldContext {
  readonly $: CheerioAPI;
  readonly selectors: Selectors;
  readonly labels: Labels;
  /** Names of radio buttons and check boxes that were read as one field already. */
  readonly groups: Set<string>;
}

function readField(element: Element, context: FieldContext): FormField | null {
  const { $, selectors } = context;
  const node = $(element);
  const kind = fieldKind(node);
  if (!kind) return null;
  if (kind === 'radio' || kind === 'checkbox') return readChoices({ element, kind }, context);
  const selector = selectors.of(element);
  if (!selector) return null;
  return {
    name: node.attr('name')?.slice(0, limits.text) ?? null,
    label: context.labels.of(node),
    isRequired: isRequired(node),
    kind,
    selector,
    options: kind === 'select' ? readOptions($, node) : [],
    isMultiple: node.attr('multiple') !== undefined,
    maxLength: readLength(node.attr('maxlength')),
    min: readBound(node.attr('min')),
    max: readBound(node.attr('max')),
  };
}

/** Radio buttons and check boxes of one name are one question. */
function readChoices(
  { element, kind }: { readonly element: Element; readonly kind: 'radio' | 'checkbox' },
  context: FieldContext,
): FormField | null {
  const { $, selectors, labels, groups } = context;
  const name = $(element).attr('name');
  if (name !== undefined && groups.has(name)) return null;
  if (name !== undefined) groups.add(name);
  const boxes = name === undefined ? [element] : selectors.named(name, kind);
  const options = boxes.slice(0, limits.options).flatMap((box) => {
    const selector = isForVisitors($(box)) ? selectors.of(box) : null;
    if (!selector) return [];
    const value = ($(box).attr('value') ?? 'on').slice(0, limits.text);
    return [{ value, label: labels.ofOption($(box)) ?? value, selector }];
  });
  const [first] = options;
  if (!first) return null;
  return {
    kind,
    selector: first.selector,
    name: name?.slice(0, limits.text) ?? null,
    label: labels.ofGroup($(element)) ?? (options.length === 1 ? first.label : null),
    isRequired: isRequired($(element)),
    options,
    isMultiple: options.length > 1 && kind === 'checkbox',
    maxLength: null,
    min: null,
    max: null,
  };
}

/** An option without a value only says that something is to be chosen. */
function readOptions($: CheerioAPI, select: Cheerio<Element>): FormField['options'] {
  const options = select.find('option').toArray().slice(0, limits.options);
  return options.flatMap((option) => {
    const label = $(option).text().replace(/\s+/g, ' ').trim().slice(0, limits.text);
    const value = $(option).attr('value') ?? label;
    const isOpen = value !== '' && value.length <= 5_000 && $(option).attr('disabled') === undefined;
    return isOpen ? [{ value, label, selector: null }] : [];
  });
}

const requiredMarks = [
  '.gfield_contains_required',
  '.wpforms-field-required',
  '.frm_required_field',
  '.ff-el-is-required',
  '.wpcf7-validates-as-required',
].join(', ');

function isRequired(node: Cheerio<Element>): boolean {
  if (node.attr('required') !== undefined || node.attr('aria-required') === 'true') return true;
  if (node.attr('data-reqmsg') !== undefined || node.closest(requiredMarks).length > 0) return true;
  return node.closest('.ff-el-group').children('.ff-el-is-required').length > 0;
}

function findSubmit($: CheerioAPI, elements: readonly Element[], selectors: Selectors): string | null {
  const submit = elements.find((element) => isSubmitButton(element) && isForVisitors($(element)));
  return submit ? selectors.ofButton(submit) : null;
}

function readLength(text: string | undefined): number | null {
  return text && /^\d{1,7}$/.test(text) ? Number(text) : null;
}

function readBound(text: string | undefined): string | null {
  return text && /^[-\d.:T]{1,30}$/.test(text) ? text : null;
}
