import type { Operation } from '@plumbline/openapi';
import type { Draft } from '../request/draft.ts';

/** A step of a sequence. Things have numbers, since their ids are not known before. */
export type Step =
  | { readonly kind: 'create'; readonly item: number; readonly draft: Draft }
  | { readonly kind: 'update'; readonly item: number; readonly body: unknown }
  | { readonly kind: 'act'; readonly item: number; readonly operation: Operation }
  | { readonly kind: 'read' | 'delete'; readonly item: number }
  | { readonly kind: 'list' }
  | { readonly kind: 'readUnknown' };
