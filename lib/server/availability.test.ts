import { expect, test } from "vitest";

import { RedisDeniedError, RedisUnavailableError } from "@/lib/core/redis-failure";

import { Availability } from "./availability";

function watched() {
  const lines: unknown[] = [];
  return {
    lines,
    availability: new Availability("default", (level, text, fields) => lines.push([level, text, fields?.code])),
  };
}

test("one line when Redis goes, one when it is back, however often it is looked at", () => {
  const { lines, availability } = watched();
  availability.noteAnswer();
  availability.noteAnswer();
  availability.noteFailure(new RedisUnavailableError("connection"));
  availability.noteFailure(new RedisUnavailableError("connection"));
  availability.noteAnswer();

  expect(lines).toEqual([
    ["info", "Redis answers.", undefined],
    ["error", "Redis can't be reached. Flowlock keeps serving and trying.", "connection"],
    ["info", "Redis is back.", undefined],
  ]);
});

test("a wrong password is told apart from a Redis that is away", () => {
  const { lines, availability } = watched();
  availability.noteFailure(new RedisUnavailableError("loading"));
  availability.noteFailure(new RedisDeniedError("auth", "authentication"));

  expect(lines).toEqual([
    ["error", "Redis is loading its data. Flowlock waits for it.", "loading"],
    ["error", "Redis refuses the user name or password of REDIS_URL. Flowlock keeps trying.", "authentication"],
  ]);
});

test("an unexpected failure is told without its message", () => {
  const lines: string[] = [];
  new Availability("default", (...line) => lines.push(JSON.stringify(line))).noteFailure(new Error("canary-secret"));

  expect(lines.join()).toContain("unexpectedly");
  expect(lines.join()).not.toContain("canary-secret");
});
