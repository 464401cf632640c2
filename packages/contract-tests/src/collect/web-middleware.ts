/** What middleware of web-standard servers gets, as far as it is needed here: Hono's `Context` is one. */
export interface WebContext {
  readonly req: { readonly raw: Request };
  /** The answer, once what stands behind the middleware has made it. */
  readonly res: Response;
}

/** Middleware of Hono, and of what takes its form: `app.use(collector.web)`. */
export type WebMiddleware = (context: WebContext, next: () => Promise<void>) => Promise<void>;

/** Looks at copies of what is read and answered, and changes neither. */
export function toWebMiddleware(note: (request: Request, response: Response) => void): WebMiddleware {
  return async (context, next) => {
    const { raw } = context.req;
    // What middleware in front has read already cannot be copied, and tells too little without its body.
    const copy = raw.bodyUsed ? undefined : raw.clone();
    await next();
    if (copy) note(copy, context.res.clone());
  };
}
