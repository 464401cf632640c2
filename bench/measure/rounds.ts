/**
 * Measures each subject once a round, beginning with another one in every round, so that a slow spell of
 * the machine falls on all of them alike.
 * @returns for each subject its samples, in the order of the rounds
 */
export async function measureInRounds<Subject, Sample>(
  subjects: readonly Subject[],
  rounds: number,
  measure: (subject: Subject) => Promise<Sample>,
  onRound: (round: number) => void,
): Promise<ReadonlyMap<Subject, readonly Sample[]>> {
  const samples = new Map<Subject, Sample[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round++) {
    onRound(round);
    const first = round % subjects.length;
    for (const subject of [...subjects.slice(first), ...subjects.slice(0, first)]) {
      samples.get(subject)?.push(await measure(subject));
    }
  }
  return samples;
}
