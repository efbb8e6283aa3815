import { luaPrelude } from "./lua-prelude";

/** What the scripts over event streams share: how many entries to read at once, fewer where large payloads make them slow. */
export const streamPrelude = `${luaPrelude}
local function nextChunk(chunk, tookUs)
  if tookUs < 200 then return math.min(chunk * 2, 16) end
  if tookUs > 500 then return math.max(1, math.floor(chunk / 2)) end
  return chunk
end
`;
