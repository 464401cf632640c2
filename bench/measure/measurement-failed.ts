/** A figure that would mean nothing: what was measured did not do its work. The message says what. */
export class MeasurementFailed extends Error {
  override readonly name = 'MeasurementFailed';
}
