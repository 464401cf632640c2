/** Loaded before a program: its clock is wrong by so many milliseconds. Timers go on as they are. */
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
const RightDate = Date;

class ShiftedDate extends RightDate {
  constructor(...values: readonly unknown[]) {
    // Safe: what a caller gives is passed on as it is.
    super(...((values.length === 0 ? [RightDate.now() + shiftMs] : values) as [number]));
  }

  static override now(): number {
    return RightDate.now() + shiftMs;
  }
}

// Safe: whoever calls it without `new` gets an error, which nothing here does.
globalThis.Date = ShiftedDate as unknown as DateConstructor;
