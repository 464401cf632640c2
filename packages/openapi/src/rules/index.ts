export type { Rule } from './define-rule.ts';
export { type Preset, type PresetName, presets } from './presets.ts';
export { rules } from './registry.ts';
export { ruleIndex, rulePage } from './rule-page.ts';
