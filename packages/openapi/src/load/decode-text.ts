import { isUtf8 } from 'node:buffer';
import { LoadError } from './load-problem.ts';

/** The text of a file. Descriptions are UTF-8 (RFC 8259 section 8.1); anything else is named and refused. */
export function decodeText(bytes: Uint8Array, file: string): string {
  const what = foreignFormat(bytes);
  if (what) refuse(file, `\`${file}\` is ${what}, not YAML or JSON text in UTF-8.`);
  if (!isUtf8(bytes)) refuse(file, `\`${file}\` is not valid UTF-8.`);
  const nul = bytes.indexOf(0);
  if (nul >= 0) refuse(file, `\`${file}\` holds a NUL byte (at byte ${nul}), so it is not text.`);
  return new TextDecoder('utf-8').decode(bytes);
}

function refuse(file: string, message: string): never {
  throw new LoadError({ rule: 'not-text', message, place: { file, pointer: '' } });
}

const signatures: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ['UTF-32', [0xff, 0xfe, 0, 0]],
  ['UTF-32', [0, 0, 0xfe, 0xff]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
  ['gzip data', [0x1f, 0x8b]],
];

function foreignFormat(bytes: Uint8Array): string | undefined {
  const known = signatures.find(([, start]) => start.every((byte, index) => bytes[index] === byte));
  return known?.[0] ?? (isUnmarkedUtf16(bytes) ? 'UTF-16' : undefined);
}

/** UTF-16 without a byte order mark: ASCII text in it has a NUL at every other byte. */
function isUnmarkedUtf16(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 64);
  if (start.length < 4 || start.every((byte) => byte === 0)) return false;
  const isNulAt = (parity: number) => start.every((byte, index) => index % 2 !== parity || byte === 0);
  return isNulAt(0) || isNulAt(1);
}
