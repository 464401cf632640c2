/** How a description is linted. Plain data: it travels to the thread that loads. */
export interface LintOptions {
  /**
   * The folder in which `redocly.yaml` and `.spectral.yaml` are looked for. It is the user's own
   * folder, never that of the description: rule sets may bring code.
   */
  readonly configFolder?: string;
  /**
   * A Redocly configuration. `false`: none, also when one is found.
   * @default `redocly.yaml` in `configFolder`, else Plumbline's choice of Redocly's rules
   */
  readonly redocly?: string | false;
  /**
   * A Spectral ruleset. `false`: none, also when one is found.
   * @default `.spectral.yaml` (`.yml`, `.json`, `.js`, `.mjs`) in `configFolder`, else none
   */
  readonly spectral?: string | false;
  /**
   * Which of Plumbline's own rules run.
   * @default 'recommended'
   */
  readonly preset?: 'recommended' | 'strict' | 'off';
  /** Changes single rules of Plumbline's own, for example `{ 'pattern-safe': 'error' }`. */
  readonly rules?: Readonly<Record<string, 'error' | 'warning' | 'info' | 'off'>>;
}
