import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

/** Statuses whose answers have no body (WHATWG Fetch, "null body status"). */
const bodiless = new Set([101, 103, 204, 205, 304]);

/**
 * An answer of undici as a web-standard `Response`, made of web streams only where somebody asks for one: reading a
 * text from undici's own body costs a fraction.
 */
export class NodeResponse {
  readonly #answer: Dispatcher.ResponseData;
  readonly #hasBody: boolean;
  #headers: Headers | undefined;
  #response: Response | undefined;
  readonly type = 'basic';
  readonly url: string;
  readonly redirected: boolean;

  constructor(
    answer: Dispatcher.ResponseData,
    { url, isRedirected }: { url: string; isRedirected: boolean },
  ) {
    this.#answer = answer;
    this.#hasBody = !bodiless.has(answer.statusCode);
    this.url = url;
    this.redirected = isRedirected;
  }

  get status(): number {
    return this.#answer.statusCode;
  }

  get statusText(): string {
    return this.#answer.statusText;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get headers(): Headers {
    this.#headers ??= toHeaders(this.#answer.headers);
    return this.#headers;
  }

  get body(): Response['body'] {
    return this.#standard().body;
  }

  get bodyUsed(): boolean {
    return this.#response ? this.#response.bodyUsed : this.#answer.body.bodyUsed;
  }

  clone(): Response {
    return this.#standard().clone();
  }

  text(): Promise<string> {
    return this.#source().text();
  }

  json(): Promise<unknown> {
    return this.#source().json();
  }

  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#source().arrayBuffer();
  }

  blob(): Promise<Blob> {
    return this.#standard().blob();
  }

  formData(): Promise<FormData> {
    return this.#standard().formData();
  }

  #source(): { text(): Promise<string>; json(): Promise<unknown>; arrayBuffer(): Promise<ArrayBuffer> } {
    return this.#response ?? this.#answer.body;
  }

  #standard(): Response {
    const { status, statusText, headers } = this;
    // Safe: Node's types for its own web streams and for the global ones differ, the streams do not.
    const body = this.#hasBody ? (Readable.toWeb(this.#answer.body) as unknown as ReadableStream) : null;
    this.#response ??= new Response(body, { status, statusText, headers });
    return this.#response;
  }
}

// So that `instanceof Response` holds; everything that a response has is answered above.
Object.setPrototypeOf(NodeResponse.prototype, Response.prototype);

function toHeaders(given: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const name in given) {
    const value = given[name];
    if (Array.isArray(value)) for (const one of value) headers.append(name, one);
    else if (value !== undefined) headers.append(name, value);
  }
  return headers;
}
