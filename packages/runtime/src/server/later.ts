/** Whether a value comes later. Also promises of other libraries, whatever the types say. */
export function isLater<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
