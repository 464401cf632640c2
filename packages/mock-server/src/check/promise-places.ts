import type { Description, Place } from '@plumbline/openapi';
import { lookUp, parsePointer } from '../answer/pointer.ts';

/** The part of a description that tells where its parts stand. */
export type DescriptionPlaces = Pick<Description, 'document' | 'sourceOf' | 'locate'>;

/** Where the description promises something, as exactly as it is known. */
export class PromisePlaces {
  readonly #description: DescriptionPlaces | undefined;

  /** @param description without it, places have no lines */
  constructor(description: DescriptionPlaces | undefined) {
    this.#description = description;
  }

  locate(place: Place): Place {
    return this.#description?.locate(place) ?? place;
  }

  /**
   * @param owner the media type, parameter or header with the schema
   * @param schemaPath of a `SchemaProblem` of this schema
   */
  ofKeyword(owner: Place, schemaPath: string): Place {
    const [first = '', name = '', ...rest] = parsePointer(schemaPath);
    if (first !== '$defs') {
      return this.locate({ file: owner.file, pointer: `${owner.pointer}/schema${schemaPath}` });
    }
    const component = ['components', 'schemas', name];
    const { document } = this.#description ?? {};
    // A shared schema that is no component has a name of the model's own making.
    if (!this.#description || lookUp(document, component) === undefined) return this.locate(owner);
    const below = rest.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    return this.locate(this.#description.sourceOf(`/components/schemas/${name}${below}`));
  }
}
