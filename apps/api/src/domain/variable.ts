import type { VariableContext } from './built-in-variables.ts';
import type { Refusal } from './refusal.ts';
import type { SecretBox } from './secret-box.ts';

/** The value of a variable at rest: readable, or sealed when it is secret. */
export interface StoredValue {
  readonly secret: boolean;
  readonly value: string | null;
  readonly sealedValue: Buffer | null;
}

/** What can be changed of a variable. */
export interface Variable extends StoredValue {
  readonly context: VariableContext;
  readonly description: string | null;
}

export interface VariablePatch {
  readonly value?: string | undefined;
  readonly secret?: boolean | undefined;
  readonly context?: VariableContext | undefined;
  readonly description?: string | null | undefined;
}

export type VariableChange =
  | { readonly kind: 'changed'; readonly variable: Variable }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export function toStoredValue(text: string, secret: boolean, secrets: SecretBox): StoredValue {
  return secret
    ? { secret, value: null, sealedValue: secrets.seal(text) }
    : { secret, value: text, sealedValue: null };
}

/** Applies a merge patch. What is secret stays so. */
export function changeVariable(variable: Variable, patch: VariablePatch, secrets: SecretBox): VariableChange {
  if (variable.secret && patch.secret === false) return { kind: 'refused', refusals: [staysSecret] };
  const { context = variable.context } = patch;
  const description =
    patch.description === undefined ? variable.description : (patch.description?.trim() ?? null);
  const stored = changeValue(variable, patch, secrets);
  return { kind: 'changed', variable: { ...stored, context, description } };
}

function changeValue(before: StoredValue, patch: VariablePatch, secrets: SecretBox): StoredValue {
  const { secret = before.secret, value = before.value } = patch;
  // The value of a secret variable is sealed already, and is null here unless the patch has a new one.
  if (value === null) return { secret, value, sealedValue: before.sealedValue };
  return toStoredValue(value, secret, secrets);
}

const staysSecret: Refusal = {
  pointer: '/secret',
  code: 'stays-secret',
  message: 'must not become false: a secret variable stays secret',
};
