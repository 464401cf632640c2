import type { Limits } from './load-options.ts';
import { LoadError } from './load-problem.ts';

/** What all files of one description may cost together. */
export class Budget {
  readonly limits: Limits;
  #files = 0;
  #bytes = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** @throws {LoadError} when one more file would be too many */
  takeFile(file: string): void {
    if (++this.#files <= this.limits.files) return;
    throw new LoadError({
      rule: 'limit-files',
      message: `The description has more than ${this.limits.files} files.`,
      place: { file, pointer: '' },
    });
  }

  /** @throws {LoadError} when the file or all files together are too large */
  takeBytes(file: string, bytes: number): void {
    const { fileBytes, totalBytes } = this.limits;
    const place = { file, pointer: '' };
    if (bytes > fileBytes) {
      const message = `\`${file}\` is larger than ${fileBytes} bytes.`;
      throw new LoadError({ rule: 'limit-file-bytes', message, place });
    }
    this.#bytes += bytes;
    if (this.#bytes > totalBytes) {
      const message = `The files of the description are larger than ${totalBytes} bytes together.`;
      throw new LoadError({ rule: 'limit-total-bytes', message, place });
    }
  }
}
