/** Thrown where the state, not the form of the request, forbids what was asked for. Answered as declared. */
export class StateRefusal extends Error {
  override readonly name = 'StateRefusal';
  readonly status: number;
  /** The last part of the problem's type: `not-found`. */
  readonly slug: string;

  constructor(status: number, slug: string, detail: string) {
    super(detail);
    this.status = status;
    this.slug = slug;
  }
}
