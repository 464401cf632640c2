import type { Definitions, Schema } from '@plumbline/json-schema';
import type { Parameter } from '@plumbline/openapi';
import type { Constraint } from './constraints.ts';
import type { LegalEdge } from './legal-edges.ts';
import { dereference } from './references.ts';

/**
 * Styles say how lists of plain values and objects of plain members are written. How something nested is written they
 * leave open, and of `deepObject` also how a list is (OpenAPI 3.1.1, section 4.8.12.3; RFC 6570, section 2.4.2): a
 * server that reads it in another way than it was sent is not wrong.
 */
export class ParameterWire {
  readonly #parameter: Parameter;
  readonly #definitions: Definitions;

  constructor(parameter: Parameter, definitions: Definitions) {
    this.#parameter = parameter;
    this.#definitions = definitions;
  }

  /** Whether a value at the edge is written in a way that every server reads alike. */
  carries({ pointer, kind, schema }: LegalEdge): boolean {
    if (this.#parameter.mediaType !== undefined) return true;
    if (this.#isUnwritten(pointer) || (pointer !== '' && isOfStructure(kind))) return false;
    switch (kind.type) {
      case 'literal':
        return kind.value !== null && kind.value !== ''; // as if it had been left out
      case 'items':
        return kind.count > 0 && this.#isPlain(schema.items);
      case 'present':
        return this.#isPlain(kind.schema);
      case 'branch':
        return pointer === '' ? this.#isWritable(kind.branch) : this.#isPlain(kind.branch);
      default:
        return true;
    }
  }

  /** Whether a text on the wire can break the constraint for certain. The members of an object have no text of their own. */
  breaks({ pointer, keyword, schema }: Constraint): boolean {
    const { mediaType } = this.#parameter;
    if (mediaType !== undefined) return true;
    if (this.#isUnwritten(pointer) || this.#mayBe(this.#parameter.schema, 'object')) return false;
    if (pointer !== '') return pointer === '/*' && this.#isPlain(schema);
    return keyword === 'type' || !this.#mayBe(schema, 'array') || this.#isPlain(schema.items);
  }

  #isUnwritten(pointer: string): boolean {
    return pointer.split('/').length > 2 || !this.#isWritable(this.#parameter.schema);
  }

  #isWritable(schema: unknown): boolean {
    return !(this.#parameter.style === 'deepObject' && this.#mayBe(schema, 'array'));
  }

  #isPlain(schema: unknown): boolean {
    return !this.#mayBe(schema, 'object') && !this.#mayBe(schema, 'array');
  }

  #mayBe(schema: unknown, type: 'object' | 'array'): boolean {
    // What the model gives for a schema is one; where there is none, everything is admitted.
    const target = dereference((schema ?? true) as Schema, this.#definitions);
    if (typeof target === 'boolean') return false;
    return (
      [target.type].flat().includes(type) || target[type === 'object' ? 'properties' : 'items'] !== undefined
    );
  }
}

const isOfStructure = ({ type }: LegalEdge['kind']): boolean =>
  type === 'items' || type === 'members' || type === 'present' || type === 'bare' || type === 'extra';
