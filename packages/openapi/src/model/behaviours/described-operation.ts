import type { Operation, Parameter } from '../api-model.ts';
import type { ExchangePart } from '../behaviours.ts';
import { bodyPart, part } from './exchange-part.ts';

/** What of an operation the behaviours look at. */
export type DescribedOperation = Omit<Operation, 'behaviours'>;

/**
 * The part of the request that a bare name means: a declared parameter of that name, else a
 * property of the body where there is one, else a query parameter.
 */
export function requestPartNamed(operation: DescribedOperation, name: string): ExchangePart {
  const location = operation.parameters.find((parameter) => parameter.name === name)?.in;
  if (isAddressable(location)) return part('request', { in: location, name });
  return operation.requestBody ? bodyPart('request', `/${name}`) : part('request', { in: 'query', name });
}

const isAddressable = (location: Parameter['in'] | undefined): location is 'query' | 'path' | 'header' =>
  location === 'query' || location === 'path' || location === 'header';
