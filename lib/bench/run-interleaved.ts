import { mediansOf } from "./figures";
import type { Figures } from "./figures";
import type { Meter } from "./meter";
import type { Row } from "./table";
import { judge } from "./targets";
import type { Target } from "./targets";

export type Contender = {
  readonly name: string;
  readonly isPeer: boolean;
  /** Does the work once; says what it left out, or `null`. */
  readonly run: () => Promise<string | null>;
};

/** Turns that are not counted. */
const warmUpTurns = 5;

export type Race = {
  readonly work: string;
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  readonly meter: Meter;
  readonly targets: readonly Target[];
  /** Only the wall time is told: something else in this process works too. */
  readonly wallOnly?: boolean;
};

/**
 * Runs the contenders in turns, so that a noisy moment hits all of them, and gives one row for each. The first turns are not
 * counted: a dashboard runs for weeks, and what its engine compiles at the first call is not what a read costs.
 */
export async function runInterleaved({ work, contenders, rounds, meter, targets, wallOnly = false }: Race) {
  const runs = new Map<Contender, { figures: Figures[]; incomplete: string | null }>();
  for (const contender of contenders) runs.set(contender, { figures: [], incomplete: null });
  for (let turn = 0; turn < warmUpTurns; turn += 1) for (const { run } of contenders) await run();
  for (let round = 0; round < rounds; round += 1)
    for (const [contender, taken] of runs) {
      const figures = await meter.measure(
        async () => {
          taken.incomplete = await contender.run();
        },
        { clientIsHere: !wallOnly },
      );
      taken.figures.push(figures);
    }
  const peerRuns = [...runs].find(([{ isPeer }]) => isPeer)?.[1];
  const peer = peerRuns === undefined ? null : mediansOf(peerRuns.figures);
  return [...runs].map(([{ name, isPeer }, { figures, incomplete }]): Row => {
    const ours = mediansOf(figures);
    return {
      work,
      contender: name,
      figures: ours,
      peer: isPeer ? null : peer,
      note: incomplete ?? "",
      judgement: isPeer ? { target: "", met: "" } : judge(targets, { ours, peer, incomplete }),
    };
  });
}
