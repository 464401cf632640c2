import type { Operation } from '@plumbline/openapi';

/** Whether the description of an operation has an answer of that status: `201`, or `4XX`. */
export const declares = ({ responses }: Operation, status: string): boolean =>
  responses.some((response) => response.status.toUpperCase() === status);
