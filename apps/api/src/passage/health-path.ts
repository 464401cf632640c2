/**
 * Whether a path is one of those that tell how the service is. Nothing is held against them: machines
 * decide by their answers, most of all when the service is in trouble.
 */
export function isHealthPath(pathname: string): boolean {
  return pathname === '/health' || pathname.startsWith('/health/');
}
