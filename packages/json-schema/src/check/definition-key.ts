import type { DefinitionReference } from './prepare-schema.ts';

/**
 * The URI under which a shared schema is known to the compiler. Only letters, digits and `-` of the name stand in
 * it as they are, so that no name can change meaning by URI normalisation or end a comment in generated code.
 */
export function definitionKey({ name, variant, projection }: DefinitionReference): string {
  const safe = name.replace(/[^A-Za-z0-9-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
  return `plumbline://${variant}/${projection ?? 'any'}/${safe}`;
}

/** A URI reference from a document with everything percent-encoded that could end a comment or a string. */
export function safeReference(reference: string): string {
  return reference.replace(/[^A-Za-z0-9\-._~:/?#[\]@!$&'()+,;=%]/gu, (character) =>
    character === '*' ? '%2A' : encodeURIComponent(character.toWellFormed()),
  );
}
