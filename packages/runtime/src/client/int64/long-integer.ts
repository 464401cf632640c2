/** An integer with more digits than every number holds exactly, as its text. JSON alone never gives one. */
export class LongInteger {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
