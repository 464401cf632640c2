/** The plugins whose forms can be tested with generated steps (`FormPlugin` of the description). */
export const formPlugins = [
  'contact-form-7',
  'fluent-forms',
  'formidable-forms',
  'ninja-forms',
  'gravity-forms',
  'ws-form',
  'wpforms',
] as const;

export type FormPlugin = (typeof formPlugins)[number];

/** What a visitor does with a field, which decides the step made of it. */
export type FormFieldKind =
  | 'text'
  | 'email'
  | 'tel'
  | 'url'
  | 'number'
  | 'date'
  | 'time'
  | 'password'
  | 'textarea'
  | 'select'
  | 'checkbox'
  | 'radio'
  | 'file'
  | 'signature';

/** One choice of a drop-down list, of radio buttons or of a group of check boxes. */
export interface FormFieldOption {
  readonly value: string;
  readonly label: string;
  /** The radio button or check box itself; null for the options of a drop-down list. */
  readonly selector: string | null;
}

/** A field that a visitor fills in. Hidden fields, honeypots and buttons are none. */
export interface FormField {
  readonly kind: FormFieldKind;
  /** Finds the field on the whole page; for radio buttons and check boxes the first one. */
  readonly selector: string;
  /** The `name` under which the field is sent; null for a field without one. */
  readonly name: string | null;
  /** What a visitor reads beside the field, without the mark of required fields; null if there is nothing. */
  readonly label: string | null;
  readonly isRequired: boolean;
  /** The choices of a `select`, `radio` or `checkbox` (one entry for a single box), without empty ones. */
  readonly options: readonly FormFieldOption[];
  /** Whether several options can be chosen at once. */
  readonly isMultiple: boolean;
  /** The longest text that the field takes; null if it does not say. */
  readonly maxLength: number | null;
  /** The smallest and largest number or date (`YYYY-MM-DD`) as the field states them. */
  readonly min: string | null;
  readonly max: string | null;
}

/** A form as a visitor of its page finds it. */
export interface FormOnPage {
  /** Finds the `<form>` on the page. */
  readonly selector: string;
  readonly fields: readonly FormField[];
  /** The button that sends the form; null if none was found. */
  readonly submitSelector: string | null;
}

/** What a page's HTML told of a form. */
export type FormReading =
  | { readonly kind: 'found'; readonly form: FormOnPage }
  /** The page holds no form of that plugin with that id, or is too large to be read. */
  | { readonly kind: 'not-on-page' }
  /** The form is there, but its fields are drawn by a script in the browser (Ninja Forms). */
  | { readonly kind: 'drawn-by-script'; readonly selector: string };
