/** JSON by RFC 6839: `application/json` and `…+json`. */
export const isJson = (mediaType: string): boolean => /^[^;]+[/+]json\s*(;|$)/i.test(mediaType.trim());

/** Types whose bodies are text or bytes whatever their schema says of objects. */
export const isProblem = (mediaType: string): boolean =>
  /^application\/problem\+(json|xml)\s*(;|$)/i.test(mediaType.trim());
