import type { components } from '@checkview/contract/types';

type Schemas = components['schemas'];

export type VariableContext = Schemas['VariableContext'];

/** A variable that every organization has. */
export interface BuiltInVariable {
  readonly key: string;
  /** A default may be overridden by a variable of the organization; a dynamic one is new in each run. */
  readonly kind: Schemas['BuiltInVariableKind'];
  readonly context: VariableContext;
  readonly label: string;
  /** Null for dynamic ones. */
  readonly value: string | null;
}

/** All of them, as they are listed. */
export const builtInVariables: readonly BuiltInVariable[] = [
  dynamic('TEST_EMAIL_ADDRESS', 'E-mail address of the test inbox, new in each run'),
  dynamic('TEST_FLOW_PAGE_URL', 'Page of the test flow'),
  dynamic('TEST_ID', 'Id of the test run'),
  fixed('any', 'FIRST_NAME', 'First name', 'TestFirstName'),
  fixed('any', 'MIDDLE_NAME', 'Middle name', 'TestMiddleName'),
  fixed('any', 'LAST_NAME', 'Last name', 'TestLastName'),
  fixed('any', 'PHONE', 'Phone', '5551234567'),
  fixed('form', 'WEBSITE_URL', 'Website', 'https://checkview.io'),
  fixed(
    'form',
    'SHORT_PARAGRAPH',
    'Short paragraph',
    'This is a test paragraph used for validating the text input field.',
  ),
  fixed('any', 'STREET_ADDRESS_1', 'Street address, line 1', '4 Long Shoals Rd Ste B'),
  fixed('any', 'STREET_ADDRESS_2', 'Street address, line 2', '#638'),
  fixed('any', 'CITY', 'City', 'Arden'),
  fixed('any', 'COUNTRY', 'Country', 'United States (US)'),
  fixed('any', 'STATE', 'State', 'North Carolina'),
  fixed('any', 'POSTAL_CODE', 'Postal code', '28704'),
  fixed('woocommerce-billing', 'COMPANY', 'Company', 'BillingCompany'),
  fixed(
    'woocommerce-billing',
    'ORDER_NOTES',
    'Order notes',
    'This is a test order from CheckView and should not be processed or shipped.',
  ),
];

const byKey = new Map(builtInVariables.map((variable) => [variable.key, variable]));

export function isBuiltIn(key: string): boolean {
  return byKey.has(key);
}

/** Whether there is a value to fall back to when the organization has none of its own. */
export function hasDefault(key: string): boolean {
  return byKey.get(key)?.kind === 'default';
}

export interface BuiltInFilter {
  readonly kind?: BuiltInVariable['kind'] | undefined;
  readonly context?: VariableContext | undefined;
}

export function findBuiltInVariables({ kind, context }: BuiltInFilter): readonly BuiltInVariable[] {
  return builtInVariables.filter(
    (variable) =>
      (kind === undefined || variable.kind === kind) &&
      (context === undefined || variable.context === context),
  );
}

function dynamic(key: string, label: string): BuiltInVariable {
  return { key, kind: 'dynamic', context: 'any', label, value: null };
}

function fixed(context: VariableContext, key: string, label: string, value: string): BuiltInVariable {
  return { key, kind: 'default', context, label, value };
}
