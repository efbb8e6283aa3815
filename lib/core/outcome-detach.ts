import type { OutcomeDescription, OutcomeInput } from "./build-outcome";
import { jobLabel } from "./job-label";
import { dropEdge } from "./outcome-drop-edge";
import { unchanged } from "./outcome-effect";
import { pickUpOf } from "./outcome-pick-up";

/** Taking a pending child off its parent. The child itself goes on as it is, and tells nobody when it ends. */
export function describeDetach(input: OutcomeInput): OutcomeDescription {
  const { target, ancestors, queues } = input;
  const [parent] = ancestors;
  if (parent === undefined) return { effects: [], warnings: [], text: [] };
  const parentName = jobLabel({ ...parent.ref, name: parent.name });
  const fate = dropEdge(parent, `${parentName} stops waiting for it and`);
  const pickUp = pickUpOf(fate.isPickedUp ? [parent] : [], queues, "no-worker-for-parent");
  return {
    effects: [unchanged(target, "it goes on without a parent"), ...(fate.effect === null ? [] : [fate.effect])],
    warnings: [
      ...(fate.kind === "already-left" ? (["parent-already-left"] as const) : []),
      ...(fate.kind === "stays-blocked" ? (["parent-stays-blocked"] as const) : []),
      ...pickUp.warnings,
    ],
    text: [
      ownSentence(input),
      [fate.sentence, "It will not get this result.", ...pickUp.sentences].join(" "),
      target.state === "active" ? "It keeps running. Nothing is taken from its worker." : "Nothing of it is running.",
      "You cannot re-attach it.",
    ],
  };
}

function ownSentence({ target, ancestors: [parent] }: OutcomeInput): string {
  if (target.state === "missing") return "It is gone from Redis; only the entry at its parent is removed.";
  const own = target.parent?.ref;
  if (own !== undefined && (own.queue !== parent?.ref.queue || own.id !== parent.ref.id))
    return `It stays ${target.state}, and stays a child of ${jobLabel({ id: own.id, name: null })}.`;
  return `It stays ${target.state}. It has no parent any more.`;
}
