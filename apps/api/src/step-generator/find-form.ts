import type { Cheerio, CheerioAPI } from 'cheerio';
import type { Element } from 'domhandler';
import type { FormPlugin } from '../domain/form-field.ts';
import { attributeSelector, idSelector } from './field-selector.ts';

/** A form, or for one drawn by a script the place where it will be, and what finds it on the page. */
export interface FoundForm {
  readonly form: Cheerio<Element>;
  readonly selector: string;
}

/** How each plugin marks its forms; the id is one that WordPress gave: letters, digits, `-` and `_`. */
const marks: Readonly<Record<FormPlugin, (id: string) => readonly string[]>> = {
  'contact-form-7': (id) => [`.wpcf7[data-wpcf7-id="${id}"] form`, `.wpcf7[id^="wpcf7-f${id}-"] form`],
  'fluent-forms': (id) => [`form#fluentform_${id}`, `form.frm-fluent-form[data-form_id="${id}"]`],
  'formidable-forms': (id) => [`#frm_form_${id}_container form`],
  'ninja-forms': (id) => [`#nf-form-${id}-cont`],
  'gravity-forms': (id) => [`form#gform_${id}`],
  'ws-form': (id) => [`form.wsf-form[data-id="${id}"]`],
  wpforms: (id) => [`form#wpforms-form-${id}`, `form.wpforms-form[data-formid="${id}"]`],
};

export function findForm(
  $: CheerioAPI,
  { plugin, externalId }: { readonly plugin: FormPlugin; readonly externalId: string },
): FoundForm | null {
  if (!/^[\w-]{1,64}$/.test(externalId)) return null;
  for (const mark of marks[plugin](externalId)) {
    const form = $<Element, string>(mark).first();
    if (form.length > 0) return { form, selector: toSelector(form, mark) };
  }
  return plugin === 'contact-form-7' ? findByHash($, externalId) : null;
}

/** Contact Form 7 names forms by a hash too, which the page does not show: then the only form is the one. */
function findByHash($: CheerioAPI, externalId: string): FoundForm | null {
  const forms = $<Element, string>('.wpcf7 form');
  const isHash = /^[0-9a-f]{7,}$/.test(externalId) && !/^\d+$/.test(externalId);
  return isHash && forms.length === 1 ? { form: forms, selector: toSelector(forms, '.wpcf7 form') } : null;
}

/** The id of the form or of what holds it; the mark itself when neither has one. */
function toSelector(form: Cheerio<Element>, mark: string): string {
  const id = form.attr('id');
  const ownId = id ? idSelector(id) : null;
  if (ownId) return ownId;
  const holderId = form.closest('.wpcf7[id], .frm_forms[id]').attr('id');
  const holder = holderId ? idSelector(holderId) : null;
  const formId = form.attr('data-form_id');
  if (holder) return `${holder} form`;
  return formId ? `form${attributeSelector('data-form_id', formId) ?? ''}` : mark;
}
