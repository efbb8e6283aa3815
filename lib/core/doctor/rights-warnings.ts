import { splitQueue } from "../job-ref";
import type { DoctorReading, RightsReading } from "./doctor-reading";
import type { RedisWarning } from "./redis-warning";

/** Commands that Redis refuses, each with the ACL line that grants it. Health is open, so no line names the user. */
export function rightsWarnings(reading: DoctorReading): readonly RedisWarning[] {
  const { workersRefused, readRights, usesScripts, writable } = reading;
  const warnings: RedisWarning[] = [];
  if (workersRefused)
    warnings.push({
      code: "client-list-denied",
      text: `Redis refuses CLIENT LIST, so workers are not known. To allow it: ${grant("+client|list")}.`,
    });
  if (refuses(readRights, "time"))
    warnings.push({
      code: "time-denied",
      text: `Redis refuses TIME, so its clock is taken from INFO. To allow it: ${grant("+time")}.`,
    });
  if (usesScripts && (refuses(readRights, "evalsha_ro") || refuses(readRights, "script|load")))
    warnings.push({
      code: "scripts-denied",
      text: `Redis refuses read-only scripts. Optional, reading large flows is faster with them: ${grant("+evalsha_ro", "+script|load")}.`,
    });
  if (writable) warnings.push(...writerWarnings(reading));
  return warnings;
}

function writerWarnings({ writeRights, queues }: DoctorReading): readonly RedisWarning[] {
  if (writeRights?.kind === "denied")
    return [
      {
        code: "dry-run-denied",
        text: `Redis refuses ACL DRYRUN, so actions are refused: whether they may run whole can't be checked. To allow it: ${grant("+acl|dryrun", "+acl|whoami")}.`,
      },
    ];
  if (writeRights?.kind !== "told" || writeRights.refused.length === 0) return [];
  // Reading needs some of these commands: where each is refused, it is the keys that are. (A pattern beside ~* is an error.)
  const keys = writeRights.refused.length < writeRights.asked ? [] : keyPatterns(queues);
  return [
    {
      code: "actions-denied",
      text: `Redis refuses what actions need. To allow it: ${grant(...keys, ...writeRights.refused.map((name) => `+${name}`))}.`,
    },
  ];
}

function keyPatterns(queues: DoctorReading["queues"]): readonly string[] {
  const prefixes = new Set(queues.map(({ queue }) => splitQueue(queue).prefix));
  return [...prefixes].slice(0, prefixesMax).map((prefix) => `~${prefix}:*`);
}

/** An ACL line with more of them nobody reads. */
const prefixesMax = 5;

function refuses(rights: RightsReading, command: string): boolean {
  return rights.kind === "told" && rights.refused.includes(command);
}

function grant(...rules: readonly string[]): string {
  return `ACL SETUSER <user> ${rules.join(" ")}`;
}
