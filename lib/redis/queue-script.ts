import { luaPrelude } from "./lua-prelude";

/**
 * Asks the same of many queues, each queue's answers of one instant, until its time is used up. Reads only.
 *
 * KEYS[1] a key of the queues' slot. ARGV: microseconds, the commands as a JSON list (name, part of the queue's key,
 * arguments), the queues as a JSON list. Answers the instant, and of each queue that it came to: the replies (false
 * where there is nothing), the `timestamp` of the job that stands first in line, and 1 where a key has a wrong type.
 */
export const queueScript = `${luaPrelude}
local budgetUs, commands, queues = tonumber(ARGV[1]), cjson.decode(ARGV[2]), cjson.decode(ARGV[3])
local rows = {}
for at, queue in ipairs(queues) do
  local row, count, first = {}, #commands, false
  isWrong = false
  for index, command in ipairs(commands) do
    local reply = ask(command[1], queue .. ':' .. command[2], unpack(command, 3))
    if command[1] == 'lindex' then first = first or reply end
    row[index] = reply
  end
  row[count + 1] = first and ask('HGET', queue .. ':' .. first, 'timestamp')
  row[count + 2] = isWrong and 1 or 0
  rows[at] = row
  if now() - startUs >= budgetUs then break end
end
return cjson.encode({ math.floor(startUs / 1000), rows })
`;
