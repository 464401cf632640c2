import { describe, expect, test } from 'vitest';
import { changeTestStep, checkStepTypes, findOpenUses, type PlacedStep, toTestStep } from './test-step.ts';

const assign = (value: string, fallbackSelectors: readonly string[] = []) =>
  toTestStep({ type: 'assign', params: { selector: '#a', value }, fallbackSelectors });

const placed = (...steps: readonly PlacedStep['step'][]): readonly PlacedStep[] =>
  steps.map((step, index) => ({ step, at: `/steps/${index}` }));

describe('a step', () => {
  test('has the defaults of what is left out', () => {
    expect(toTestStep({ type: 'go-back', params: {} })).toEqual({
      type: 'go-back',
      params: {},
      name: null,
      fallbackSelectors: [],
      timeoutMs: null,
      optional: false,
      enabled: true,
    });
  });

  test('keeps what a change leaves out, and takes null as a value', () => {
    const step = { ...assign('x', ['#b']), name: 'City', timeoutMs: 0, optional: true, enabled: false };
    expect(changeTestStep(step, {})).toEqual(step);
    expect(changeTestStep(step, { name: null, timeoutMs: null, fallbackSelectors: [] })).toEqual({
      ...step,
      name: null,
      timeoutMs: null,
      fallbackSelectors: [],
    });
    expect(changeTestStep(step, { type: 'go-back', params: {}, enabled: true })).toEqual({
      ...step,
      type: 'go-back',
      params: {},
      enabled: true,
    });
  });
});

describe('the types of steps', () => {
  const orders = placed(assign('x'), toTestStep({ type: 'place-order', params: {} }));
  const entries = placed(toTestStep({ type: 'assert-form-submitted', params: {} }));

  test.each([
    [orders, 'woocommerce', []],
    [orders, 'custom', ['/steps/1/type']],
    [orders, 'wpforms', ['/steps/1/type']],
    [entries, 'wpforms', []],
    [entries, 'custom', ['/steps/0/type']],
    [entries, 'woocommerce', ['/steps/0/type']],
  ] as const)('%j in a flow of type %s are refused at %j', (steps, flowType, pointers) => {
    expect(checkStepTypes(steps, flowType).map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe('the uses that the organization must cover', () => {
  const set = toTestStep({ type: 'set-variable', params: { key: 'CODE', value: '{{CODE}}' } });
  const extract = toTestStep({ type: 'extract-text', params: { selector: '#o', key: 'ORDER' } });

  test.each([
    ['built-in variables, default and dynamic', placed(assign('{{CITY}} {{TEST_ID}}')), [], []],
    ['a variable that nothing sets', placed(assign('{{CODE}}')), [], ['/steps/0/params/value']],
    ['a fallback selector', placed(assign('x', ['#b', '#{{CODE}}'])), [], ['/steps/0/fallbackSelectors/1']],
    ['one set by an earlier step', placed(assign('{{CODE}} {{ORDER}}')), [set, extract], []],
    ['one set by a step of the same list', placed(extract, assign('{{ORDER}}')), [], []],
    ['one set by a later step', placed(assign('{{ORDER}}'), extract), [], ['/steps/0/params/value']],
    ['the value of the step that sets it', placed(set, assign('{{CODE}}')), [], ['/steps/0/params/value']],
  ])('%s', (_name, steps, earlier, pointers) => {
    expect(findOpenUses(steps, earlier).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  test('take no key of another type of step for a variable that is set', () => {
    const press = toTestStep({ type: 'press-key', params: { key: 'ENTER' } });
    expect(findOpenUses(placed(assign('{{ENTER}}')), [press])).toHaveLength(1);
  });
});
