import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Place } from '@plumbline/openapi';
import type { ReportOptions } from './report-options.ts';

/** A place in a description as people and programs point at it. */
export interface ShownPlace {
  /** Relative to the shown folder where it lies below it; always with `/`. */
  readonly file: string;
  readonly pointer: string;
  readonly line?: number;
  readonly column?: number;
}

export function showPlace(place: Place, { locate, cwd }: ReportOptions): ShownPlace {
  const { file, pointer, line, column } = locate?.(place) ?? place;
  return {
    file: shownFile(file, cwd),
    pointer,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

/** `api/openapi.yaml:12:3`, or the file with the pointer where the line is not known. */
export function placeText(place: ShownPlace): string {
  const { file, pointer, line, column } = place;
  if (line === undefined) return `${file}#${pointer}`;
  return `${file}:${line}${column === undefined ? '' : `:${column}`}`;
}

const isUrl = (file: string): boolean => /^https?:/i.test(file);

function shownFile(file: string, cwd: string | undefined): string {
  if (isUrl(file) || cwd === undefined) return file;
  const relative = path.relative(cwd, file);
  const isBelow = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return (isBelow ? relative : file).replaceAll(path.sep, '/');
}

/** The file as a URI reference, as SARIF wants it. */
export function placeUri({ file }: ShownPlace): string {
  if (isUrl(file)) return file;
  const name = file.toWellFormed();
  return path.isAbsolute(name) ? pathToFileURL(name).href : name.split('/').map(encodeURIComponent).join('/');
}
