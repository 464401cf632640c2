import { dateFor, defaultOf, numberFor, passwordFor, textFor, timeFor, variablesFor } from './field-value.ts';
import type { FormField, FormFieldOption, FormOnPage } from './form-field.ts';
import { maxSteps, type TestStep, toTestStep } from './test-step.ts';
import { findVariableUses } from './variable-use.ts';

type Action = Pick<TestStep, 'type' | 'params'>;

const openPage: Action = { type: 'go-to-url', params: { url: '{{TEST_FLOW_PAGE_URL}}' } };
const assertEmail: Action = { type: 'assert-email-received-in-test-inbox', params: {} };

/** The steps of a flow that fills in a form and sends it. */
export function generateFormSteps(form: FormOnPage): readonly TestStep[] {
  const selector = form.submitSelector ?? form.selector;
  const before = [toTestStep(openPage)];
  const behind = [
    toTestStep({ type: 'submit-form', params: { selector } }),
    toTestStep({ type: 'assert-form-submitted', params: {} }),
    toTestStep(assertEmail),
  ];
  // A form of more fields than a flow has room for is filled in as far as it goes.
  const fields = form.fields.flatMap(toInputStep).slice(0, maxSteps - before.length - behind.length);
  return [...before, ...fields, ...behind];
}

function toInputStep(field: FormField): readonly TestStep[] {
  const action = isSelector(field.selector) ? inputOf(field) : null;
  return action === null ? [] : [toTestStep({ ...action, name: toName(field.label) })];
}

/** Null when there is nothing to choose from. */
function inputOf(field: FormField): Action | null {
  const { selector } = field;
  switch (field.kind) {
    case 'select':
      return selectOf(field);
    case 'radio':
      return radioOf(field);
    case 'checkbox':
      return { type: 'check', params: { selector } };
    case 'date':
      return { type: 'set-date', params: { selector, value: dateFor(field) } };
    case 'file':
      return { type: 'upload-file', params: { selector, file: 'sample-pdf' } };
    case 'signature':
      return { type: 'draw-signature', params: { selector } };
    case 'time':
      return { type: 'assign', params: { selector, value: timeFor(field) } };
    case 'number':
      return { type: 'assign', params: { selector, value: numberFor(field) } };
    case 'password':
      return { type: 'assign', params: { selector, value: passwordFor(field) } };
    default:
      return { type: 'assign', params: { selector, value: textFor(field) } };
  }
}

/** The option that a variable names, so that its value can be changed in one place; else the first one. */
function selectOf(field: FormField): Action | null {
  const { selector } = field;
  const [variable, ...more] = variablesFor(field);
  const isOffered = field.options.some(
    ({ label }) => variable !== undefined && label === defaultOf([variable]),
  );
  if (isOffered && more.length === 0)
    return { type: 'select', params: { selector, label: `{{${variable}}}` } };
  const option = field.options.find(isPlain);
  return option === undefined ? null : { type: 'select', params: { selector, value: option.value } };
}

function radioOf({ selector, options }: FormField): Action | null {
  const option = options.find(isPlain);
  return option === undefined ? null : { type: 'choose-radio', params: { selector, value: option.value } };
}

/** A value that looks like a variable would be taken for one. */
function isPlain({ value }: FormFieldOption): boolean {
  return value.length <= 5_000 && findVariableUses(value).length === 0;
}

function isSelector(text: string): boolean {
  return text !== '' && text.length <= 500 && findVariableUses(text).length === 0;
}

function toName(label: string | null): string | null {
  return label?.slice(0, 150).toWellFormed().trim() || null;
}

/** The steps of a flow that buys the flow's product, in the classic checkout and in that of blocks. */
export function generateCheckoutSteps(): readonly TestStep[] {
  return [
    toTestStep({ type: 'add-product-to-cart', params: {} }),
    toTestStep({ type: 'go-to-url', params: { url: '/checkout/' } }),
    ...billingSteps,
    toTestStep({ type: 'select-payment-method', params: { gateway: 'checkview' } }),
    toTestStep({ type: 'place-order', params: {} }),
    toTestStep({ type: 'assert-order-placed', params: {} }),
    toTestStep(assertEmail),
  ];
}

/** The country comes first, since the other fields depend on it. Shops may leave some of them out. */
const billingSteps: readonly TestStep[] = [
  billing('E-mail', 'email', '{{TEST_EMAIL_ADDRESS}}', { fallback: '#email' }),
  billing('Country', 'country', '{{COUNTRY}}', { type: 'select' }),
  billing('First name', 'first_name', '{{FIRST_NAME}}'),
  billing('Last name', 'last_name', '{{LAST_NAME}}'),
  billing('Company', 'company', '{{COMPANY}}', { optional: true }),
  billing('Street address', 'address_1', '{{STREET_ADDRESS_1}}'),
  billing('Street address, line 2', 'address_2', '{{STREET_ADDRESS_2}}', { optional: true }),
  billing('City', 'city', '{{CITY}}'),
  billing('State', 'state', '{{STATE}}', { type: 'select' }),
  billing('Postal code', 'postcode', '{{POSTAL_CODE}}'),
  billing('Phone', 'phone', '{{PHONE}}', { optional: true }),
  toTestStep({
    type: 'assign',
    name: 'Order notes',
    params: { selector: '#order_comments', value: '{{ORDER_NOTES}}' },
    optional: true,
  }),
];

interface BillingOptions {
  readonly type?: 'assign' | 'select';
  readonly optional?: boolean;
  /** Where the checkout made of blocks has the field. @default `#billing-` and the name */
  readonly fallback?: string;
}

function billing(label: string, field: string, text: string, options: BillingOptions = {}): TestStep {
  const { type = 'assign', optional = false, fallback = `#billing-${field}` } = options;
  const selector = `#billing_${field}`;
  const params = type === 'select' ? { selector, label: text } : { selector, value: text };
  return toTestStep({ type, name: label, params, fallbackSelectors: [fallback], optional });
}
