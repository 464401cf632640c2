import { builtInVariables } from './built-in-variables.ts';
import type { FormField } from './form-field.ts';

/** What is written into a field, by what visitors are asked for there. The first that fits is taken. */
const asked: readonly (readonly [question: RegExp, variables: readonly string[]])[] = [
  [/\be[- ]?mail\b/, ['TEST_EMAIL_ADDRESS']],
  [/\b(phone|telephone|tel|mobile|cell|fax)\b/, ['PHONE']],
  [/\b(website|web site|url|homepage)\b/, ['WEBSITE_URL']],
  [/\b(company|business|organi[sz]ation)\b/, ['COMPANY']],
  [/\b(first|given) ?name\b|\bfname\b|^first\b/, ['FIRST_NAME']],
  [/\bmiddle ?name\b|^middle\b/, ['MIDDLE_NAME']],
  [/\b(last|family) ?name\b|\b(surname|lname)\b|^last\b/, ['LAST_NAME']],
  [/\b(address|street|line) ?(line )?(2|two)\b|\b(apartment|apt|suite)\b/, ['STREET_ADDRESS_2']],
  [/\b(zip|postal|postcode)\b/, ['POSTAL_CODE']],
  [/\b(city|town)\b/, ['CITY']],
  [/\b(state|province|region)\b/, ['STATE']],
  [/\bcountry\b/, ['COUNTRY']],
  [/\b(address|street)\b/, ['STREET_ADDRESS_1']],
  [/\bname\b/, ['FIRST_NAME', 'LAST_NAME']],
];

const defaults = new Map(builtInVariables.map(({ key, value }) => [key, value]));

/** The variables that answer the question of a field; none when it asks for nothing they hold. */
export function variablesFor(field: FormField): readonly string[] {
  const { kind } = field;
  if (kind === 'email') return ['TEST_EMAIL_ADDRESS'];
  if (kind === 'tel') return ['PHONE'];
  if (kind === 'url') return ['WEBSITE_URL'];
  const question = questionOf(field);
  return asked.find(([pattern]) => pattern.test(question))?.[1] ?? [];
}

/** What the variables hold unless the organization says otherwise; null when a run makes it up. */
export function defaultOf(variables: readonly string[]): string | null {
  const values = variables.map((key) => defaults.get(key) ?? null);
  return values.includes(null) ? null : values.join(' ');
}

/** Text for a field that takes any: the matching variables, or a short paragraph, or as much as fits. */
export function textFor(field: FormField): string {
  const matching = field.kind === 'textarea' ? [] : variablesFor(field);
  const variables = matching.length === 0 ? ['SHORT_PARAGRAPH'] : matching;
  const room = field.maxLength ?? Number.POSITIVE_INFINITY;
  const isTooLong = (defaultOf(variables) ?? '').length > room;
  return isTooLong ? 'Test'.slice(0, room) : variables.map((key) => `{{${key}}}`).join(' ');
}

/** Good enough for the rules that sites have for passwords; the same wherever it is asked for again. */
export function passwordFor({ maxLength }: FormField): string {
  return 'Test-Password-1'.slice(0, maxLength ?? undefined);
}

export function numberFor({ min, max }: FormField): string {
  if (min !== null && isNumber(min)) return min;
  return max !== null && isNumber(max) && Number(max) < 1 ? max : '1';
}

/** The first day that is allowed, or the last one, or one that is long not past. */
export function dateFor({ min, max }: FormField): string {
  return [min, max].find(isDate) ?? '2035-06-15';
}

export function timeFor({ min, max }: FormField): string {
  return [min, max].find(isTime) ?? '12:00';
}

/** Label and name as words. */
function questionOf({ label, name }: FormField): string {
  const words = (name ?? '').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ');
  return `${label ?? ''} ${words}`.trim().toLowerCase();
}

function isNumber(text: string): boolean {
  return text !== '' && Number.isFinite(Number(text));
}

function isDate(text: string | null): text is string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function isTime(text: string | null): text is string {
  return text !== null && /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}
