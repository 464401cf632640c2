import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Document, Source as SourceText } from '@redocly/openapi-core';
import { isObject } from '../json-object.ts';
import type { Budget } from './budget.ts';
import { decodeText } from './decode-text.ts';
import { LoadError, type LoadProblem } from './load-problem.ts';
import { readLocalFile } from './local-file.ts';
import { parseText } from './parse-text.ts';
import { decodePercent } from './percent.ts';
import { BaseResolver, Source } from './redocly-parts.ts';
import type { RemoteFiles } from './remote-file.ts';

export interface ResolverPolicy {
  /** The folder that no file may leave, links followed. */
  readonly folder: string;
  readonly budget: Budget;
  readonly remote: RemoteFiles;
  /** Told of each file before it is read. */
  readonly onFile?: (file: string) => void;
}

/** Redocly's resolver, held to what may be read: every file of a description comes through here, once. */
export class PolicyResolver extends BaseResolver {
  readonly findings: LoadProblem[] = [];
  readonly texts = new Map<string, string>();
  readonly #policy: ResolverPolicy;
  #self: { readonly address: string; readonly file: string } | undefined;

  constructor(policy: ResolverPolicy) {
    super();
    this.#policy = policy;
  }

  /** OpenAPI 3.2: a document may be referred to by the address it gives itself in `$self`. */
  knowSelf({ parsed, source }: Document): void {
    if (!isObject(parsed) || typeof parsed.$self !== 'string' || !isHttp(parsed.$self)) return;
    this.#self = { address: parsed.$self, file: source.absoluteRef };
  }

  /** The file or URL a reference names; it may still be refused when it is read. */
  override resolveExternalRef(base: string | null, ref: string): string {
    if (this.#self?.address === ref) return this.#self.file;
    if (base !== null && isUrl(base)) return URL.canParse(ref, base) ? new URL(ref, base).href : ref;
    if (isUrl(ref)) return withoutFileScheme(ref);
    return path.resolve(base === null ? this.#policy.folder : path.dirname(base), decodePercent(ref));
  }

  override async loadExternalRef(file: string): Promise<SourceText> {
    this.#policy.onFile?.(file);
    const { bytes, mimeType } = await this.#readBytes(file);
    const text = decodeText(bytes, file);
    this.texts.set(file, text);
    return new Source(file, text, mimeType);
  }

  /**
   * The value of a file that the user named himself, wherever it stands. It counts like any file of the description.
   * @throws {LoadError} when it may not or cannot be read
   */
  readNamed(file: string): unknown {
    const { onFile, budget } = this.#policy;
    onFile?.(file);
    const text = decodeText(readLocalFile(file, { folder: path.dirname(file), budget }), file);
    this.texts.set(file, text);
    const { value, findings } = parseText(text, file, budget.limits);
    this.findings.push(...findings);
    return value;
  }

  async #readBytes(file: string): Promise<{ bytes: Buffer; mimeType?: string | undefined }> {
    if (!isUrl(file)) return { bytes: await readLocalFile(file, this.#policy) };
    if (isHttp(file)) return this.#readRemote(file);
    throw new LoadError({
      rule: 'ref-outside-root',
      message: `\`${file}\` is neither a file of the description nor an HTTP address.`,
      place: { file, pointer: '' },
    });
  }

  /** Node's HTTP takes a while to load, and hardly any description is read over it. */
  async #readRemote(file: string) {
    const { readRemoteFile } = await import('./remote-file.ts');
    return readRemoteFile(file, this.#policy.remote);
  }

  override parseDocument(source: SourceText, isRoot = false): Document {
    const { absoluteRef: file, body } = source;
    if (!isRoot && !isDescriptionFile(file, source.mimeType)) return { source, parsed: body };
    const { value, findings } = parseText(body, file, this.#policy.budget.limits);
    this.findings.push(...findings);
    return { source, parsed: value };
  }
}

/** Two letters at least: one letter and a colon begin a path of Windows. `//host` names a host, too. */
const isUrl = (ref: string): boolean => /^(?:[a-z][a-z0-9+.-]+:|\/\/|\\\\)/i.test(ref);

const isHttp = (ref: string): boolean => /^(?:https?:|\/\/|\\\\)/i.test(ref);

function withoutFileScheme(ref: string): string {
  if (!/^file:/i.test(ref)) return URL.canParse(ref) ? new URL(ref).href : ref;
  try {
    return fileURLToPath(ref);
  } catch {
    return ref; // `file://host/…` names a file of another machine
  }
}

/** Other files (Markdown, XML) can be examples and are kept as text. */
function isDescriptionFile(file: string, mimeType: string | undefined): boolean {
  if (mimeType && /json|yaml|openapi/.test(mimeType)) return true;
  return /\.(?:json|ya?ml)$/i.test(isUrl(file) ? new URL(file).pathname : file);
}
