import { contract } from '@checkview/contract/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInVariables } from './built-in-variables.ts';
import { type FormField, type FormFieldKind, type FormOnPage, formPlugins } from './form-field.ts';
import { generateCheckoutSteps, generateFormSteps } from './generate-steps.ts';
import { checkStepTypes, findOpenUses, maxSteps, type TestStep } from './test-step.ts';

const plainField: FormField = {
  kind: 'text',
  selector: '#field',
  name: null,
  label: null,
  isRequired: false,
  options: [],
  isMultiple: false,
  maxLength: null,
  min: null,
  max: null,
};

const formOf = (...fields: readonly Partial<FormField>[]): FormOnPage => ({
  selector: '#form',
  submitSelector: '#send',
  fields: fields.map((field) => ({ ...plainField, ...field })),
});

const option = (value: string, label = value) => ({ value, label, selector: null });

/** What is done with a field. */
function inputOf(field: Partial<FormField>): Pick<TestStep, 'type' | 'params'> | undefined {
  const [step] = generateFormSteps(formOf(field)).slice(1, -3);
  return step && { type: step.type, params: step.params };
}

const valueFor = (field: Partial<FormField>) => inputOf(field)?.params.value;

describe('the steps of a form', () => {
  test('open the page, fill in each field, send it, and look for the entry and the e-mail', () => {
    const steps = generateFormSteps(
      formOf({ label: 'Name' }, { kind: 'email', label: 'Email', selector: '#mail' }),
    );
    expect(steps.map(({ type, name, params }) => [type, name, params])).toEqual([
      ['go-to-url', null, { url: '{{TEST_FLOW_PAGE_URL}}' }],
      ['assign', 'Name', { selector: '#field', value: '{{FIRST_NAME}} {{LAST_NAME}}' }],
      ['assign', 'Email', { selector: '#mail', value: '{{TEST_EMAIL_ADDRESS}}' }],
      ['submit-form', null, { selector: '#send' }],
      ['assert-form-submitted', null, {}],
      ['assert-email-received-in-test-inbox', null, {}],
    ]);
  });

  test('send the form itself when it has no button', () => {
    const steps = generateFormSteps({ ...formOf(), submitSelector: null });
    expect(steps[1]).toMatchObject({ type: 'submit-form', params: { selector: '#form' } });
  });

  test.each<[Partial<FormField>, string]>([
    [{ label: 'Email address' }, '{{TEST_EMAIL_ADDRESS}}'],
    [{ name: 'your-e-mail' }, '{{TEST_EMAIL_ADDRESS}}'],
    [{ kind: 'tel' }, '{{PHONE}}'],
    [{ label: 'Mobile phone' }, '{{PHONE}}'],
    [{ kind: 'url' }, '{{WEBSITE_URL}}'],
    [{ name: 'companyName' }, '{{COMPANY}}'],
    [{ label: 'First', name: 'input_1.3' }, '{{FIRST_NAME}}'],
    [{ name: 'firstName' }, '{{FIRST_NAME}}'],
    [{ label: 'Middle name' }, '{{MIDDLE_NAME}}'],
    [{ label: 'Last', name: 'input_1.6' }, '{{LAST_NAME}}'],
    [{ label: 'Street Address' }, '{{STREET_ADDRESS_1}}'],
    [{ label: 'Address Line 2' }, '{{STREET_ADDRESS_2}}'],
    [{ label: 'City' }, '{{CITY}}'],
    [{ label: 'State / Province' }, '{{STATE}}'],
    [{ label: 'ZIP / Postal Code' }, '{{POSTAL_CODE}}'],
    [{ label: 'Country' }, '{{COUNTRY}}'],
    [{ label: 'Statement' }, '{{SHORT_PARAGRAPH}}'],
    [{ kind: 'textarea', label: 'Your name and address' }, '{{SHORT_PARAGRAPH}}'],
    [{ kind: 'textarea', maxLength: 20 }, 'Test'],
    [{ label: 'First name', maxLength: 3 }, 'Tes'],
    [{ kind: 'number' }, '1'],
    [{ kind: 'number', min: '5', max: '9' }, '5'],
    [{ kind: 'number', max: '-2' }, '-2'],
    [{ kind: 'date' }, '2035-06-15'],
    [{ kind: 'date', min: '2026-12-01' }, '2026-12-01'],
    [{ kind: 'date', max: '1999-12-31' }, '1999-12-31'],
    [{ kind: 'date', min: '2026-02-31T00:00' }, '2035-06-15'],
    [{ kind: 'time', min: '09:30' }, '09:30'],
    [{ kind: 'password', maxLength: 6 }, 'Test-P'],
  ])('write into the field %j: %s', (field, value) => {
    expect(valueFor(field)).toBe(value);
  });

  test.each<[Partial<FormField>, ReturnType<typeof inputOf>]>([
    [
      { kind: 'select', options: [option('a'), option('b')] },
      { type: 'select', params: { selector: '#field', value: 'a' } },
    ],
    [
      { kind: 'select', label: 'State', options: [option('AL', 'Alabama'), option('NC', 'North Carolina')] },
      { type: 'select', params: { selector: '#field', label: '{{STATE}}' } },
    ],
    [
      { kind: 'radio', options: [option('{{X}}'), option('sales')] },
      { type: 'choose-radio', params: { selector: '#field', value: 'sales' } },
    ],
    [
      { kind: 'checkbox', options: [option('yes')] },
      { type: 'check', params: { selector: '#field' } },
    ],
    [{ kind: 'file' }, { type: 'upload-file', params: { selector: '#field', file: 'sample-pdf' } }],
    [{ kind: 'signature' }, { type: 'draw-signature', params: { selector: '#field' } }],
    [{ kind: 'select' }, undefined],
    [{ selector: '' }, undefined],
    [{ selector: '[id="{{X}}"]' }, undefined],
  ])('do with the field %j: %j', (field, action) => {
    expect(inputOf(field)).toEqual(action);
  });

  test('are never more than a flow holds', () => {
    const steps = generateFormSteps(formOf(...Array.from({ length: 300 }, () => ({}))));
    expect(steps).toHaveLength(maxSteps);
    expect(steps.at(-1)?.type).toBe('assert-email-received-in-test-inbox');
  });
});

describe('the steps of a checkout', () => {
  test('buy the product with the billing address', () => {
    const steps = generateCheckoutSteps();
    const types = steps.map(({ type }) => type);
    expect([...types.slice(0, 2), ...types.slice(-4)]).toEqual([
      'add-product-to-cart',
      'go-to-url',
      'select-payment-method',
      'place-order',
      'assert-order-placed',
      'assert-email-received-in-test-inbox',
    ]);
    const names = findUses(steps);
    const asked = builtInVariables.filter(({ context, kind }) => context !== 'form' && kind === 'default');
    expect(asked.map(({ key }) => key).filter((key) => !names.includes(key))).toEqual(['MIDDLE_NAME']);
  });
});

const findUses = (steps: readonly TestStep[]) =>
  Array.from(JSON.stringify(steps).matchAll(/\{\{(\w+)\}\}/g), ([, name]) => name);

/** Whether the description takes the step in a body. */
function isDescribed(step: TestStep): boolean {
  const operation = contract.operations.find(({ id }) => id === 'createTestStep');
  const check = operation?.requestBody?.content[0]?.check;
  if (check === undefined) throw new Error('The contract does not check the body of createTestStep.');
  return check(JSON.parse(JSON.stringify(step)));
}

const kinds: readonly FormFieldKind[] = [
  ...(['text', 'email', 'tel', 'url', 'number', 'date', 'time', 'password', 'textarea'] as const),
  ...(['select', 'checkbox', 'radio', 'file', 'signature'] as const),
];

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 600 }),
  fc.constantFrom(
    'Name',
    'E-mail',
    'State',
    '{{X}}',
    '{{CITY}}',
    '\ud83d',
    ' ',
    '2026-02-30',
    '5',
    '-0',
    '09:30',
  ),
);
const perhaps = fc.option(text);

const anyField: fc.Arbitrary<FormField> = fc.record({
  kind: fc.constantFrom(...kinds),
  selector: text,
  name: perhaps,
  label: perhaps,
  isRequired: fc.boolean(),
  options: fc.array(fc.record({ value: text, label: text, selector: perhaps }), { maxLength: 4 }),
  isMultiple: fc.boolean(),
  maxLength: fc.option(fc.nat(70)),
  min: perhaps,
  max: perhaps,
});

describe('whatever a form has, each generated step', () => {
  test('is one that the description takes, in flows of its type, with variables that exist', () => {
    const anyForm = fc.record({
      selector: fc.constant('#form'),
      submitSelector: fc.option(fc.constant('#send')),
      fields: fc.array(anyField, { maxLength: 12 }),
    });
    fc.assert(
      fc.property(anyForm, fc.constantFrom(...formPlugins), (form, plugin) => {
        const steps = generateFormSteps(form);
        expect(steps.filter((step) => !isDescribed(step))).toEqual([]);
        const placed = steps.map((step) => ({ step, at: '' }));
        expect(checkStepTypes(placed, plugin)).toEqual([]);
        expect(findOpenUses(placed, [])).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('of a checkout is one too', () => {
    const steps = generateCheckoutSteps();
    expect(steps.filter((step) => !isDescribed(step))).toEqual([]);
    const placed = steps.map((step) => ({ step, at: '' }));
    expect(checkStepTypes(placed, 'woocommerce')).toEqual([]);
    expect(findOpenUses(placed, [])).toEqual([]);
  });
});
