import type { Diagnostic, Severity } from '../diagnostic.ts';
import { createReading } from '../model/reading.ts';
import { readModel, withSchemas } from '../model/to-api-model.ts';
import { presets } from '../rules/presets.ts';
import { rules } from '../rules/registry.ts';
import { type ActiveRule, runRules } from '../rules/run-rules.ts';
import type { LintOptions } from './lint-options.ts';
import type { LintSource } from './lint-source.ts';

/** Plumbline's own rules: what building the model finds, and what the rules find in the model. */
export function lintByOwnRules(source: LintSource, options: LintOptions): readonly Diagnostic[] {
  const preset = options.preset ?? 'recommended';
  if (preset === 'off') return [];
  const active = activeRules(preset, options.rules ?? {});
  const severities = new Map(active.map(({ rule, severity }) => [rule.id, severity]));

  const reading = withSchemas(
    createReading({
      document: source.bundle,
      sourceOf: (pointer) => source.sourceOf(pointer),
      locate: (place) => source.locate(place),
    }),
  );
  const model = readModel(reading);
  const found = reading.diagnostics.flatMap((diagnostic) => {
    const severity = severities.get(diagnostic.rule);
    return severity ? [{ ...diagnostic, severity }] : [];
  });
  const locate: LintSource['locate'] = (place) => source.locate(place);
  return [...found, ...runRules(active, { reading, model, isStrict: preset === 'strict', locate })];
}

function activeRules(
  preset: 'recommended' | 'strict',
  changes: NonNullable<LintOptions['rules']>,
): readonly ActiveRule[] {
  return rules.flatMap((rule) => {
    const change = Object.hasOwn(changes, rule.id) ? changes[rule.id] : undefined;
    const severity: Severity | 'off' | undefined = change ?? presets[preset][rule.id];
    return severity === undefined || severity === 'off' ? [] : [{ rule, severity }];
  });
}
