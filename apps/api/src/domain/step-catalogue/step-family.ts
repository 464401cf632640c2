import type { components } from '@checkview/contract/types';
import { formPlugins } from '../form-field.ts';

type Schemas = components['schemas'];

export type StepTypeSlug = Schemas['TestStepTypeSlug'];
export type StepCategory = Schemas['TestStepCategory'];
export type FlowType = Schemas['TestFlowTypeSlug'];

/** What the schema of a step type does not say. */
export interface StepFamily {
  readonly category: StepCategory;
  /** Whether CheckView's help pages describe the type. */
  readonly documented: boolean;
  /** The types of flows that may hold such a step. */
  readonly flowTypes: 'all' | readonly FlowType[];
}

const plain = (category: StepCategory): StepFamily => ({ category, documented: false, flowTypes: 'all' });
const documented = (category: StepCategory): StepFamily => ({ ...plain(category), documented: true });

const navigation = plain('navigation');
const input = plain('input');
const action = plain('action');
const wait = plain('wait');
const data = plain('data');
const woocommerce: StepFamily = { ...plain('woocommerce'), flowTypes: ['woocommerce'] };
const assertion = plain('assertion');

/** Every step type in the order of the catalogue. */
export const stepFamilies: Readonly<Record<StepTypeSlug, StepFamily>> = {
  'go-to-url': navigation,
  'reload-page': navigation,
  'go-back': navigation,
  'follow-link': navigation,
  'switch-to-frame': navigation,
  'switch-to-tab': navigation,
  'handle-dialog': navigation,
  assign: documented('input'),
  'type-text': input,
  'clear-field': input,
  select: documented('input'),
  check: input,
  uncheck: input,
  'choose-radio': input,
  'set-date': input,
  'upload-file': input,
  'draw-signature': input,
  'press-key': input,
  click: documented('action'),
  'double-click': action,
  hover: action,
  'drag-and-drop': action,
  'scroll-to-element': action,
  'submit-form': action,
  'run-script': action,
  'take-screenshot': action,
  pause: documented('wait'),
  'wait-for-element': wait,
  'wait-for-url': wait,
  'set-cookie': data,
  'set-variable': data,
  'extract-text': data,
  'send-request': data,
  'log-in-wordpress': plain('wordpress'),
  'assert-form-submitted': { ...documented('wordpress'), flowTypes: formPlugins },
  'assert-email-received-in-test-inbox': documented('email'),
  'add-product-to-cart': woocommerce,
  'select-payment-method': woocommerce,
  'place-order': woocommerce,
  'assert-order-placed': { ...woocommerce, documented: true },
  'assert-element-visible': documented('assertion'),
  'assert-element-hidden': assertion,
  'assert-element-text': documented('assertion'),
  'assert-element-text-equals': documented('assertion'),
  'assert-element-attribute': assertion,
  'assert-element-count': assertion,
  'assert-url': assertion,
  'assert-page-contains-text': assertion,
};
