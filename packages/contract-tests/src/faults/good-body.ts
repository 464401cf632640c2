import type { MediaType, Operation } from '@plumbline/openapi';
import { isJsonMedia } from '../check/media-type.ts';
import type { FaultSetup } from './fault-operator.ts';
import { type CallRequest, jsonOf } from './message.ts';
import { tryMake } from './repair.ts';

export const jsonMedia = ({ requestBody }: Operation): MediaType | undefined =>
  requestBody?.content.find(({ mediaType }) => isJsonMedia(mediaType));

/** A body that the operation should accept: the last that it did accept, else an example, else a made one. */
export function goodBody(
  setup: Pick<FaultSetup, 'world' | 'seed'>,
  operation: Operation,
): { readonly value: unknown } | undefined {
  const last = setup.world.memory.lastGood(operation)?.request;
  const media = jsonMedia(operation);
  const known = last && jsonOf(last);
  if (known || !media) return known;
  const example = media.examples[0];
  if (example) return { value: example.value };
  return media.schema === undefined ? undefined : tryMake(setup, media.schema);
}

export const hasJson = (request: CallRequest): boolean => jsonOf(request) !== undefined;
