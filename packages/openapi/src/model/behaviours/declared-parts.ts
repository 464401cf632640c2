import type { Operation } from '../api-model.ts';
import type { ExchangePart } from '../behaviours.ts';

type Described = Pick<Operation, 'parameters' | 'responses'>;

/** A parameter or a header that an expression names; bodies are checked against their schemas elsewhere. */
export const isNamedPart = (part: ExchangePart): boolean => part.in !== 'body';

/** Whether the operation declares the parameter, or on a success the header, that the part names. */
export function declares(operation: Described, part: ExchangePart): boolean {
  if (part.in === 'body') return true;
  if (part.message === 'request') {
    return operation.parameters.some(
      (parameter) => parameter.in === part.in && isSameName(parameter.name, part.name, part.in),
    );
  }
  return operation.responses.some(
    ({ status, headers }) =>
      status.startsWith('2') && headers.some(({ name }) => isSameName(name, part.name, 'header')),
  );
}

/** Names of headers are compared without case (RFC 9110, section 5.1). */
export const isSameName = (a: string, b: string, location: string): boolean =>
  location === 'header' ? a.toLowerCase() === b.toLowerCase() : a === b;
