/** The target answered none of the first requests: there is nothing to test. */
export class Unreachable extends Error {
  readonly baseUrl: string;

  constructor(baseUrl: string, cause: string) {
    super(`${baseUrl} does not answer: ${cause}. Start the server, or give the address it listens on.`);
    this.name = 'Unreachable';
    this.baseUrl = baseUrl;
  }
}
