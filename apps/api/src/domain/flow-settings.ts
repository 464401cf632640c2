import type { PlatformSettings, TestFlowSettings } from './organization-defaults.ts';

/** What runs of a flow use. */
export interface EffectiveSettings extends TestFlowSettings {
  readonly disableIntegrations: boolean;
}

/** What a flow sets itself; null where it inherits. */
export type FlowSettings = { readonly [Name in keyof EffectiveSettings]: EffectiveSettings[Name] | null };

const inherited: FlowSettings = {
  mode: null,
  stepDelayMs: null,
  elementTimeoutMs: null,
  actionTimeoutMs: null,
  device: null,
  viewport: null,
  disableIntegrations: null,
  emailTimeoutMs: null,
};

/** What a change leaves out stays; `viewport` is taken whole. */
export function changeFlowSettings(
  current: Partial<FlowSettings>,
  patch: { readonly [Name in keyof FlowSettings]?: FlowSettings[Name] | undefined },
): FlowSettings {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { ...inherited, ...current, ...given };
}

/** Fast mode waits no longer than this. */
const fastLimits = { stepDelayMs: 500, actionTimeoutMs: 15_000 };

export function resolveSettings(
  values: FlowSettings,
  organization: {
    readonly defaultTestFlowSettings: TestFlowSettings;
    readonly platform: Pick<PlatformSettings, 'disableIntegrations'>;
  },
): EffectiveSettings {
  const { defaultTestFlowSettings: defaults, platform } = organization;
  const settings = {
    mode: values.mode ?? defaults.mode,
    stepDelayMs: values.stepDelayMs ?? defaults.stepDelayMs,
    elementTimeoutMs: values.elementTimeoutMs ?? defaults.elementTimeoutMs,
    actionTimeoutMs: values.actionTimeoutMs ?? defaults.actionTimeoutMs,
    device: values.device ?? defaults.device,
    viewport: values.viewport ?? defaults.viewport,
    disableIntegrations: values.disableIntegrations ?? platform.disableIntegrations,
    emailTimeoutMs: values.emailTimeoutMs ?? defaults.emailTimeoutMs,
  };
  if (settings.mode === 'visual') return settings;
  return {
    ...settings,
    stepDelayMs: Math.min(settings.stepDelayMs, fastLimits.stepDelayMs),
    actionTimeoutMs: Math.min(settings.actionTimeoutMs, fastLimits.actionTimeoutMs),
  };
}
