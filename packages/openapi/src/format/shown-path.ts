import path from 'node:path';
import { pathToFileURL } from 'node:url';

const isUrl = (file: string): boolean => /^https?:/i.test(file);

/** A file as people write it: relative where it lies below `cwd`, with `/` on every system. */
export function shownPath(file: string, cwd: string): string {
  if (isUrl(file)) return file;
  const relative = path.relative(cwd, file);
  const isBelow = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return (isBelow ? relative : file).replaceAll(path.sep, '/');
}

/** The same as a URI reference: percent-encoded, absolute files as `file:` URLs. */
export function shownUri(file: string, cwd: string): string {
  if (isUrl(file)) return file;
  const shown = shownPath(file.toWellFormed(), cwd);
  return path.isAbsolute(file) && shown !== file.replaceAll(path.sep, '/')
    ? shown.split('/').map(encodeURIComponent).join('/')
    : pathToFileURL(file).href;
}
