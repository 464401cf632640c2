import { builtInVariables, type VariableContext } from './built-in-variables.ts';
import type { FlowType } from './step-catalogue/step-family.ts';
import { findStepTypes } from './step-catalogue/step-types.ts';

interface FlowTypeName {
  readonly name: string;
  readonly category: 'form' | 'ecommerce' | 'custom';
  /** The folder of the WordPress plugin. */
  readonly pluginSlug: string | null;
}

const form = (name: string, pluginSlug: string): FlowTypeName => ({ name, category: 'form', pluginSlug });

const names: Readonly<Record<FlowType, FlowTypeName>> = {
  'contact-form-7': form('Contact Form 7', 'contact-form-7'),
  'fluent-forms': form('Fluent Forms', 'fluentform'),
  'formidable-forms': form('Formidable Forms', 'formidable'),
  'ninja-forms': form('Ninja Forms', 'ninja-forms'),
  'gravity-forms': form('Gravity Forms', 'gravityforms'),
  'ws-form': form('WS Form', 'ws-form'),
  wpforms: form('WPForms', 'wpforms-lite'),
  woocommerce: { name: 'WooCommerce', category: 'ecommerce', pluginSlug: 'woocommerce' },
  custom: { name: 'Custom', category: 'custom', pluginSlug: null },
};

/** The variables that make sense in a flow, by its category. */
const contexts: Readonly<Record<FlowTypeName['category'], readonly VariableContext[]>> = {
  form: ['any', 'form'],
  ecommerce: ['any', 'woocommerce-billing'],
  custom: ['any', 'form', 'woocommerce-billing'],
};

/** Safe: the compiler demands one entry for every type. */
const types = Object.keys(names) as readonly FlowType[];

/** The catalogue of test flow types. */
export const flowTypes = types.map((type) => {
  const { category } = names[type];
  const variables = builtInVariables.filter(({ context }) => contexts[category].includes(context));
  return {
    type,
    ...names[type],
    generatesSteps: category !== 'custom',
    stepTypes: findStepTypes({ flowType: type }).map((step) => step.type),
    variables: variables.map(({ key }) => key),
  };
});
