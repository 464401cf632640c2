/** Thrown when the budget of requests or of waiting is spent: what is left of the run stays unproven. */
export class BudgetSpent extends Error {}

/** Why a run ended that was told to stop. */
export const interrupted = 'it was interrupted';
