import type { FieldError } from '../problem.ts';

/** The parameter was not sent. */
export const ABSENT = Symbol('absent');

/** The parameter's text cannot be read as its style and schema ask. */
export class Broken {
  readonly code: string;
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }

  at(pointer: string): FieldError {
    return { pointer, code: this.code, message: this.message };
  }
}

export const NOT_DECODABLE = new Broken('encoding', 'must be percent-encoded UTF-8');
export const BAD_CHARACTER = new Broken('character', 'must not contain NUL or half a surrogate pair');
export const SENT_TWICE = new Broken('duplicate', 'must not be sent more than once');
