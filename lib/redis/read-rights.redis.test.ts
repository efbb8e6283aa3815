import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";

import { readCommands, readRights } from "./read-rights";

redisTest(
  "a dry run tells what a user may not send, and leaves no refusal in the log",
  async ({ redis, redisUrl, prefix }) => {
    const user = `u${prefix}`;
    await redis.call(
      "ACL",
      "SETUSER",
      user,
      "on",
      ">pw",
      `~${prefix}:*`,
      "+@read",
      "+info",
      "+acl|whoami",
      "+acl|dryrun",
    );
    const { hostname, port } = new URL(redisUrl);
    const reader = new Redis({ host: hostname, port: Number(port), username: user, password: "pw", protocol: 2 });
    onTestFinished(() => reader.disconnect());

    expect(await readRights(reader, readCommands)).toEqual({
      kind: "told",
      asked: 3,
      refused: ["time", "evalsha_ro", "script|load"],
    });
    const log = JSON.stringify(await redis.call("ACL", "LOG"));
    expect(log.includes(user) && log.includes("evalsha_ro")).toBe(false);

    await redis.call("ACL", "SETUSER", user, "+time", "+evalsha_ro", "+script|load");
    expect(await readRights(reader, readCommands)).toEqual({ kind: "told", asked: 3, refused: [] });

    await redis.call("ACL", "SETUSER", user, "-acl|dryrun");
    expect(await readRights(reader, readCommands)).toEqual({ kind: "denied" });
    await redis.call("ACL", "DELUSER", user);
  },
);
