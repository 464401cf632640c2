import type { HarbourFault } from './faults.ts';

interface Ship {
  readonly number: number;
  readonly kind: string;
}

/** Right servers write the same link in many ways. */
export type LinkForm = 'absolute' | 'relative' | 'other host' | 'among others';

export interface HarbourOptions {
  readonly fault?: HarbourFault;
  /** @default 'absolute' */
  readonly links?: LinkForm;
  /** Answers 404 where an offset lies behind the end. @default false */
  readonly refusesBehindEnd?: boolean;
}

interface Stretch {
  readonly ships: readonly Ship[];
  readonly start: number;
  readonly end: number;
  readonly total: number;
}

const kinds = ['tug', 'ferry', 'barge'];
const fleet: readonly Ship[] = Array.from({ length: 12 }, (_, index) => ({
  number: 100 + index,
  kind: kinds[index % 3] ?? '',
}));

/** One list of ships in each way of paging, written by hand; with a fault it breaks its description. */
export class Harbour {
  readonly #fault: HarbourFault | undefined;
  readonly #options: HarbourOptions;
  #requests = 0;

  constructor(options: HarbourOptions = {}) {
    this.#options = options;
    this.#fault = options.fault;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    this.#requests += 1;
    switch (url.pathname) {
      case '/by-page':
        return this.#byPage(url);
      case '/by-offset':
        return this.#byOffset(url);
      case '/by-link':
        return this.#byLink(url);
      case '/by-url':
        return this.#byUrl(url);
      case '/at-once':
        return this.#atOnce(url);
      default:
        return new Response(null, { status: 404 });
    }
  };

  #byPage(url: URL): Response {
    const size = this.#sizeOf(url);
    const asked = Number(url.searchParams.get('page') ?? '1');
    const from = this.#fault === 'from-zero' && url.searchParams.has('page') ? 0 : 1;
    const page = this.#fault === 'page-ignored' ? 1 : asked;
    const stretch = this.#cut(url, (page - from) * size, size);
    const { end, total } = stretch;
    const lies = { 'more-always': true, 'more-never': false } as const;
    const more =
      this.#fault === 'more-always' || this.#fault === 'more-never' ? lies[this.#fault] : end < total;
    return Response.json({ ships: stretch.ships, more, total: this.#told(stretch) });
  }

  #byOffset(url: URL): Response {
    const asked = Number(url.searchParams.get('offset') ?? '0');
    const start = this.#fault === 'from-one' ? Math.max(0, asked - 1) : asked;
    const stretch = this.#cut(url, this.#fault === 'page-ignored' ? 0 : start, this.#sizeOf(url));
    if (this.#options.refusesBehindEnd && start >= stretch.total) return new Response(null, { status: 404 });
    return Response.json({ ships: stretch.ships }, { headers: { 'x-total': String(this.#told(stretch)) } });
  }

  #byLink(url: URL): Response {
    const stretch = this.#cutAfter(url);
    const next = this.#nextOf(url, stretch);
    const headers = new Headers();
    const relation = this.#fault === 'next-wrongly-named' ? 'next-archive' : 'next';
    if (next !== undefined) headers.set('link', this.#linkTo(url, next, relation));
    return Response.json(stretch.ships, { headers });
  }

  #linkTo(url: URL, next: string, relation: string): string {
    const link = `<${next}>; rel="${relation}"`;
    if (this.#options.links !== 'among others') return link;
    const first = `<${url.origin}${url.pathname}>; title="the first, not <the> rel=next"; rel="first start"`;
    return `${first}, <${next}>;title=on; REL="last ${relation}", </fleet>; rel=up`;
  }

  #byUrl(url: URL): Response {
    const stretch = this.#cutAfter(url);
    return Response.json({ ships: stretch.ships, next: this.#nextOf(url, stretch) ?? null });
  }

  #atOnce(url: URL): Response {
    const stretch = this.#cut(url, 0, fleet.length);
    return Response.json({ ships: stretch.ships, total: this.#told(stretch) });
  }

  #sizeOf(url: URL): number {
    const asked = url.searchParams.get('size');
    if (this.#fault === 'size-ignored') return 5;
    if (asked === null) return this.#fault === 'default-wrong' ? 4 : 5;
    return Number(asked);
  }

  #cutAfter(url: URL): Stretch {
    return this.#cut(url, Number(url.searchParams.get('after') ?? '0'), this.#sizeOf(url));
  }

  #cut(url: URL, start: number, size: number): Stretch {
    const ships = this.#orderOf(this.#filtered(url, start), size);
    const first = start === 0 ? 0 : start + this.#shift();
    const last = start + size + (this.#fault === 'size-plus-one' ? 1 : 0);
    return { ships: ships.slice(first, last), start, end: start + size, total: ships.length };
  }

  #filtered(url: URL, start: number): readonly Ship[] {
    const kind = url.searchParams.get('kind');
    const isDropped = this.#fault === 'filter-dropped' && start > 0;
    return kind === null || isDropped ? fleet : fleet.filter((ship) => ship.kind === kind);
  }

  #orderOf(ships: readonly Ship[], size: number): readonly Ship[] {
    if (this.#fault === 'order-by-size' && size < 10) return ships.toReversed();
    const turn = this.#fault === 'order-unstable' ? this.#requests % 11 : 0;
    return [...ships.slice(turn), ...ships.slice(0, turn)];
  }

  #shift(): number {
    return { 'lost-item': 1, 'doubled-item': -1 }[String(this.#fault)] ?? 0;
  }

  #told({ ships, total }: Stretch): number {
    if (this.#fault === 'total-of-page') return ships.length;
    return total + ({ 'total-wrong': 1, 'total-short': -1 }[String(this.#fault)] ?? 0);
  }

  /** The address of the next page, as this server writes addresses. */
  #nextOf(url: URL, { start, end, total }: Stretch): string | undefined {
    if (this.#fault === 'no-next') return undefined;
    if (end >= total && this.#fault !== 'next-on-last') return undefined;
    if (end >= total && start >= total) return undefined;
    const next = new URL(url);
    next.searchParams.set('after', String(this.#fault === 'next-is-self' ? start : end));
    if (this.#fault === 'next-forgets-size') next.searchParams.delete('size');
    if (this.#options.links === 'relative') return `${next.pathname}${next.search}`;
    if (this.#options.links === 'other host') next.host = 'backend.internal:8080';
    return next.href;
  }
}
