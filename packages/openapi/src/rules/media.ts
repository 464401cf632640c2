/** JSON by RFC 6839: `application/json` and `…+json`. */
export const isJson = (mediaType: string): boolean => /^[^;]+[/+]json\s*(;|$)/i.test(mediaType.trim());

/** Problem details (RFC 9457), in JSON or XML. */
export const isProblem = (mediaType: string): boolean =>
  /^application\/problem\+(json|xml)\s*(;|$)/i.test(mediaType.trim());
