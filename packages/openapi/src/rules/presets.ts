import type { Severity } from '../diagnostic.ts';
import { rules } from './registry.ts';

export type PresetName = 'recommended' | 'strict';

/** Which rules a preset runs, and how severe it takes them. */
export type Preset = Readonly<Record<string, Severity>>;

export const presets: Readonly<Record<PresetName, Preset>> = {
  recommended: Object.fromEntries(
    rules.filter(({ isStrictOnly }) => !isStrictOnly).map(({ id, severity }) => [id, severity]),
  ),
  strict: Object.fromEntries(rules.map(({ id, severity, strict }) => [id, strict ?? severity])),
};
