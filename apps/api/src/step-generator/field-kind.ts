import type { Cheerio } from 'cheerio';
import type { Element } from 'domhandler';
import type { FormFieldKind } from '../domain/form-field.ts';

const inputKinds: Readonly<Record<string, FormFieldKind>> = {
  text: 'text',
  search: 'text',
  email: 'email',
  tel: 'tel',
  url: 'url',
  number: 'number',
  range: 'number',
  date: 'date',
  time: 'time',
  password: 'password',
  checkbox: 'checkbox',
  radio: 'radio',
  file: 'file',
};

/** Text fields that their plugin turns into a date picker. */
const datePickers =
  /(?:^|\s)(?:datepicker|ff-el-datepicker|frm_date|wpforms-field-date-time-date|wpforms-datepicker|wsf-date)(?:\s|$)/;

/** Null for what is nobody's to fill in: hidden inputs, buttons, drawings that are no signature. */
export function fieldKind(node: Cheerio<Element>): FormFieldKind | null {
  const tag = node.prop('tagName')?.toLowerCase();
  if (tag === 'select' || tag === 'textarea') return tag;
  if (tag === 'canvas') return isSignature(node) ? 'signature' : null;
  if (tag !== 'input') return null;
  const type = node.attr('type')?.toLowerCase() || 'text';
  const kind = Object.hasOwn(inputKinds, type) ? inputKinds[type] : undefined;
  if (kind === 'text' && datePickers.test(node.attr('class') ?? '')) return 'date';
  return kind ?? (isUnknownInput(type) ? 'text' : null);
}

function isSignature(canvas: Cheerio<Element>): boolean {
  const around = '[class*="signature"], [class*="sigpad"], [class*="sig-pad"], [id*="signature"]';
  return canvas.closest(around).length > 0;
}

/** A browser shows a type that it does not know as a text field. */
function isUnknownInput(type: string): boolean {
  return !['hidden', 'submit', 'button', 'image', 'reset', 'color'].includes(type);
}
