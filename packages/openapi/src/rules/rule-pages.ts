import { rules } from './registry.ts';
import { ruleIndex, rulePage } from './rule-page.ts';

/** Every page about the rules by its file name. */
export const rulePages = (): ReadonlyMap<string, string> =>
  new Map([['README.md', ruleIndex()], ...rules.map((rule) => [`${rule.id}.md`, rulePage(rule)] as const)]);
