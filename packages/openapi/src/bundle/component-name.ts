import { parsePointer } from '@plumbline/json-schema/json-pointer';

/** Characters that a component's name may have (OpenAPI 3.1.1, Components Object). */
const forbidden = /[^A-Za-z0-9._-]+/g;

/**
 * The name that a part of another file gets as a component: that of the node, or of the file when the
 * whole file is meant. `./schemas/Website.yaml` is `Website`.
 */
export function componentName(file: string, pointer: string): string {
  const own = parsePointer(pointer)?.at(-1) ?? '';
  const name = (own === '' ? fileName(file) : own).replace(forbidden, '-').replace(/^-+|-+$/g, '');
  return name === '' || name === '__proto__' ? 'component' : name;
}

function fileName(file: string): string {
  const path = URL.canParse(file) ? new URL(file).pathname : file;
  const last = path.split(/[\\/]/).at(-1) ?? '';
  return last.replace(/(?<=.)\.[^.]+$/, '');
}

/** The name itself, or with the smallest number from 2 on that makes it free. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  for (let number = 2; ; number++) {
    const candidate = `${name}-${number}`;
    if (!isTaken(candidate)) return candidate;
  }
}
