import type { ApiModel, Server } from '@plumbline/openapi';

/** The paths of the declared servers, each once, without the slash at their end; the longest first. */
export function serverPrefixes(model: ApiModel): readonly string[] {
  const servers = [...model.servers, ...model.operations.flatMap((operation) => operation.servers ?? [])];
  const paths = new Set(servers.map(pathOf).filter((path) => path !== ''));
  return [...paths].sort((a, b) => b.length - a.length);
}

function pathOf({ url, variables }: Server): string {
  const filled = url.replace(/\{([^{}]*)\}/g, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole,
  );
  // Relative URLs are relative to the description's own place; only their path matters here.
  const parsed = URL.canParse(filled, 'http://localhost/') ? new URL(filled, 'http://localhost/') : undefined;
  return parsed?.pathname.replace(/\/+$/, '') ?? '';
}
