import type { DocumentDirective, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';

/** The full name of the tag written on a node, `!` for the non-specific one, `undefined` for none. */
export function tagNameOf(
  source: string,
  event: ScalarEvent | MappingEvent | SequenceEvent,
  directives: readonly DocumentDirective[],
): string | undefined {
  if (event.tagStart < 0) return undefined;
  const written = source.slice(event.tagStart, event.tagEnd);
  if (written === '!') return '!';
  const verbatim = /^!<(.*)>$/s.exec(written)?.[1];
  if (verbatim !== undefined) return verbatim;
  const [, handle = '!', suffix = ''] = /^(!(?:[\w-]*!)?)(.*)$/s.exec(written) ?? [];
  return prefixOf(handle, directives) + suffix;
}

function prefixOf(handle: string, directives: readonly DocumentDirective[]): string {
  const declared = directives.find((directive) => directive.kind === 'tag' && directive.handle === handle);
  if (declared?.kind === 'tag') return declared.prefix;
  return handle === '!!' ? 'tag:yaml.org,2002:' : handle;
}
