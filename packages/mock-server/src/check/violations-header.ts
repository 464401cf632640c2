import { type ContractViolation, placeText } from './contract-violation.ts';

/** The response header that tells what of an exchange is not as described. */
export const VIOLATIONS = 'plumbline-violations';

/** Characters; Node refuses messages with more than 16 KB of headers. */
const MAX_LENGTH = 6000;

/** A list as JSON, of ASCII only. As many violations as fit. */
export function violationsHeader(violations: readonly ContractViolation[]): string {
  const told: string[] = [];
  let length = 2;
  for (const { place, ...violation } of violations) {
    const where = place === undefined ? {} : { place: placeText(place) };
    const text = JSON.stringify({ ...violation, ...where }).replace(
      /[^\x20-\x7e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    length += text.length + 1;
    if (length > MAX_LENGTH) break;
    told.push(text);
  }
  return `[${told.join(',')}]`;
}
