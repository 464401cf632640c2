/** When a test flow runs, as it is stored: without the computed `nextRunAt`. */
export interface Schedule {
  readonly enabled: boolean;
  readonly cadence: 'daily' | 'weekly' | 'monthly';
  readonly hour: number;
  readonly timezone: string;
  readonly dayOfWeek: DayOfWeek | null;
  readonly dayOfMonth: number | null;
}

export type DayOfWeek = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** How the runner works through a flow. Durations in milliseconds, the viewport in CSS pixels. */
export interface TestFlowSettings {
  readonly mode: 'visual' | 'fast';
  readonly stepDelayMs: number;
  readonly elementTimeoutMs: number;
  readonly actionTimeoutMs: number;
  readonly device: 'desktop' | 'mobile';
  readonly viewport: { readonly width: number; readonly height: number };
  readonly emailTimeoutMs: number;
}

/** How tests behave towards all websites of an organization. */
export interface PlatformSettings {
  readonly respectBotRestrictions: boolean;
  readonly disableIntegrations: boolean;
  readonly autoRetry: boolean;
}

/** The schedule that a new organization starts with. */
export const initialSchedule: Schedule = {
  enabled: true,
  cadence: 'daily',
  hour: 6,
  timezone: 'UTC',
  dayOfWeek: null,
  dayOfMonth: null,
};

/** The test-flow settings that a new organization starts with. */
export const initialTestFlowSettings: TestFlowSettings = {
  mode: 'visual',
  stepDelayMs: 1_000,
  elementTimeoutMs: 10_000,
  actionTimeoutMs: 30_000,
  device: 'desktop',
  viewport: { width: 1_280, height: 720 },
  emailTimeoutMs: 180_000,
};

/** The platform configuration that a new organization starts with. */
export const initialPlatform: PlatformSettings = {
  respectBotRestrictions: true,
  disableIntegrations: true,
  autoRetry: false,
};
