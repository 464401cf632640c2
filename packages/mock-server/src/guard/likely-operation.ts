import type { Operation } from '@plumbline/openapi';
import { nearestName } from '@plumbline/openapi/nearest-name';

/** The operation that a request was most likely meant for: as `GET /pets/{id}`; undefined when none is near. */
export function likelyOperation(
  method: string,
  pathname: string,
  operations: readonly Operation[],
): string | undefined {
  const asked = pathname.split('/');
  const written = new Map<string, string>();
  for (const operation of operations) {
    const segments = operation.path.split('/');
    if (segments.length !== asked.length) continue;
    // Parameters are taken to be what was asked, so that only what the template says itself is compared.
    const filled = segments
      .map((segment, index) => (segment.includes('{') ? asked[index] : segment))
      .join('/');
    written.set(`${operation.method} ${filled}`, `${operation.method} ${operation.path}`);
  }
  const guess = nearestName(`${method} ${pathname}`, [...written.keys()]);
  return guess === undefined ? undefined : written.get(guess);
}
