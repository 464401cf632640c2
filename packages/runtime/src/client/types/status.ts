type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type ToNumber<Text extends string> = Text extends `${infer Value extends number}` ? Value : never;

export type Status1XX = ToNumber<`1${Digit}${Digit}`>;
export type Status2XX = ToNumber<`2${Digit}${Digit}`>;
export type Status3XX = ToNumber<`3${Digit}${Digit}`>;
export type Status4XX = ToNumber<`4${Digit}${Digit}`>;
export type Status5XX = ToNumber<`5${Digit}${Digit}`>;
type AnyStatus = Status1XX | Status2XX | Status3XX | Status4XX | Status5XX;

/** Every status but those: what `default` stands for, and what is not declared. */
export type StatusBesides<Declared extends number> = Exclude<AnyStatus, Declared>;
