import { expect, test } from "vitest";

import { StreamTopic } from "./stream-topic";
import type { TopicEvent } from "./stream-topic";

const decoder = new TextDecoder();

function setUp() {
  let number = 0;
  const topic = new StreamTopic({ name: "locks", key: "locks", read: async () => ({}) });
  const idOf = (one: number) => `boot-${one}`;
  const next = () => (number += 1);
  const note = (readAtMs: number, filler = "") => topic.note({ readAtMs, locks: [], filler }, idOf, next);
  return { topic, note, idOf, next };
}

function textOf(events: readonly (TopicEvent | null)[] | null) {
  return events?.map((event) => (event === null ? null : decoder.decode(event.chunk))) ?? null;
}

test("the first view is told whole, the next as a change, an equal one not at all", () => {
  const { note } = setUp();

  expect(textOf([note(1), note(2), note(2)])).toEqual([
    'id: boot-1\nevent: locks\ndata: {"kind":"snapshot","view":{"readAtMs":1,"locks":[],"filler":""}}\n\n',
    'id: boot-2\nevent: locks\ndata: {"kind":"patch","after":1,"patch":{"set":{"readAtMs":2},"rows":{}}}\n\n',
    null,
  ]);
});

test("those who come back get the events since, and nothing where some are forgotten", () => {
  const { topic, note } = setUp();
  for (let readAtMs = 1; readAtMs <= 100; readAtMs += 1) note(readAtMs);

  expect(topic.since(97)?.map(({ number }) => number)).toEqual([98, 99, 100]);
  expect(topic.since(100)).toEqual([]);
  expect(topic.since(40)?.length).toBe(60);
  expect(topic.since(39)).toBeNull();
});

test("what was said before the first view can't be added to", () => {
  const { topic, note, idOf, next } = setUp();
  topic.noteFailure({ kind: "failure", code: "redis-unavailable", message: "Away." }, idOf, next);
  note(1);

  expect(topic.since(1)).toBeNull();
  expect(topic.since(2)).toEqual([]);
});

test("a few large events are not kept beside each other", () => {
  const { topic, note } = setUp();
  for (let index = 1; index <= 5; index += 1) note(index, String(index).repeat(200 * 1024));

  expect(topic.since(3)?.map(({ number }) => number)).toEqual([4, 5]);
  expect(topic.since(2)).toBeNull();
});

test("a failure is told once, and the next view ends it even where nothing changed", () => {
  const { topic, note, idOf, next } = setUp();
  const failure = { kind: "failure", code: "redis-denied", message: "Refused." } as const;
  note(1);
  const told = [topic.noteFailure(failure, idOf, next), topic.noteFailure(failure, idOf, next)];

  expect(told.map((event) => event?.number ?? null)).toEqual([2, null]);
  expect(textOf([note(1)])).toEqual([
    'id: boot-3\nevent: locks\ndata: {"kind":"patch","after":2,"patch":{"set":{},"rows":{}}}\n\n',
  ]);
});
