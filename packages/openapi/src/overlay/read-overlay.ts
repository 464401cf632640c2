import { escapeToken } from '@plumbline/json-schema/json-pointer';
import { isObject, type JsonObject } from '../json-object.ts';
import type { LoadProblem } from '../load/load-problem.ts';
import { nearestName } from '../nearest-name.ts';
import type { Action, ActionChange, Overlay } from './overlay.ts';
import { kindOf } from './value-kind.ts';

/** An overlay, or everything that keeps a document from being one. */
export type OverlayReading =
  | { readonly overlay: Overlay; readonly problems?: never }
  | { readonly overlay?: never; readonly problems: readonly LoadProblem[] };

/** Reads the value of a file as an overlay (Overlay Specification 1.0.0 and 1.1.0, Schema). */
export function readOverlay(value: unknown, file: string): OverlayReading {
  const reader = new OverlayReader(file);
  const overlay = reader.read(value);
  return overlay && reader.problems.length === 0 ? { overlay } : { problems: reader.problems };
}

const rootFields = ['overlay', 'info', 'extends', 'actions'];
const infoFields = ['title', 'version', 'description'];
const actionFields = ['target', 'description', 'update', 'remove', 'copy'];

class OverlayReader {
  readonly problems: LoadProblem[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  read(value: unknown): Overlay | undefined {
    if (!isObject(value)) return this.#refuse('', `The overlay is ${kindOf(value)}, not an object.`);
    const version = this.#version(value);
    if (version === undefined) return undefined;
    this.#fields(value, '', rootFields);
    this.#info(value.info);
    const named = this.#text(value, '', 'extends', false);
    const actions = this.#actions(value.actions, version);
    return { file: this.#file, version, actions, ...(named !== undefined && { extends: named }) };
  }

  #version({ overlay }: JsonObject): Overlay['version'] | undefined {
    if (overlay === undefined) return this.#refuse('', 'The document does not say `overlay`, so it is none.');
    const [, version] = (typeof overlay === 'string' && /^(1\.[01])\.\d+/.exec(overlay)) || [];
    if (version === '1.0' || version === '1.1') return version;
    return this.#refuse('/overlay', `\`overlay\` is ${JSON.stringify(overlay)}; 1.0 and 1.1 are read.`);
  }

  #info(info: unknown): void {
    if (info === undefined) this.#refuse('', 'The overlay has no `info`.');
    else if (isObject(info)) this.#infoFields(info);
    else this.#refuse('/info', `\`info\` is ${kindOf(info)}, not an object.`);
  }

  #infoFields(info: JsonObject): void {
    this.#fields(info, '/info', infoFields);
    for (const name of ['title', 'version']) this.#text(info, '/info', name, true);
    this.#text(info, '/info', 'description', false);
  }

  #actions(actions: unknown, version: Overlay['version']): readonly Action[] {
    if (actions === undefined) this.#refuse('', 'The overlay has no `actions`.');
    else if (!Array.isArray(actions)) this.#refuse('/actions', '`actions` is not an array.');
    else if (actions.length === 0) this.#refuse('/actions', '`actions` is empty.');
    else return actions.flatMap((action, index) => this.#action(action, `/actions/${index}`, version) ?? []);
    return [];
  }

  #action(action: unknown, pointer: string, version: Overlay['version']): Action | undefined {
    if (!isObject(action)) return this.#refuse(pointer, `The action is ${kindOf(action)}, not an object.`);
    this.#fields(action, pointer, actionFields);
    this.#text(action, pointer, 'description', false);
    const target = this.#text(action, pointer, 'target', true);
    const change = this.#change(action, pointer, version);
    return target === undefined || !change ? undefined : { pointer, target, change };
  }

  #change(action: JsonObject, pointer: string, version: Overlay['version']): ActionChange | undefined {
    const { remove = false, update } = action;
    const from = this.#text(action, pointer, 'copy', false);
    if (typeof remove !== 'boolean')
      return this.#refuse(`${pointer}/remove`, '`remove` must be true or false.');
    if (from !== undefined && version === '1.0')
      return this.#refuse(`${pointer}/copy`, '`copy` came with version 1.1, and `overlay` says 1.0.');
    if (from !== undefined && update !== undefined && !remove)
      return this.#refuse(pointer, 'The action has both `update` and `copy`, which cancel each other.');
    if (remove) return { kind: 'remove' };
    if (from !== undefined) return { kind: 'copy', from };
    return update === undefined ? { kind: 'none' } : { kind: 'update', value: update };
  }

  #text(object: JsonObject, pointer: string, name: string, isRequired: boolean): string | undefined {
    const value = object[name];
    if (typeof value === 'string') return value;
    if (value !== undefined) return this.#refuse(`${pointer}/${name}`, `\`${name}\` must be a text.`);
    return isRequired ? this.#refuse(pointer, `\`${name}\` is missing.`) : undefined;
  }

  #fields(object: JsonObject, pointer: string, known: readonly string[]): void {
    for (const name of Object.keys(object)) {
      if (known.includes(name) || name.startsWith('x-')) continue;
      const guess = nearestName(name, known);
      const help =
        guess === undefined ? `Known are ${known.join(', ')} and x-….` : `Did you mean \`${guess}\`?`;
      this.#refuse(`${pointer}/${escapeToken(name)}`, `\`${name}\` is no field of an overlay here.`, help);
    }
  }

  #refuse(pointer: string, message: string, help?: string): undefined {
    const place = { file: this.#file, pointer };
    this.problems.push({ rule: 'overlay-malformed', message, place, ...(help !== undefined && { help }) });
  }
}
