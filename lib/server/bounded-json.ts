import "server-only";

import type { JsonValue } from "@/lib/core/json-value";

/** Deeper JSON overflows the stack of `JSON.stringify`, and nobody reads it as a tree. */
const depthMax = 200;

export type ParsedJson =
  | { readonly kind: "json"; readonly value: JsonValue }
  | { readonly kind: "text" };

/** Parses JSON that a stranger stored; `text` for what is no JSON or nested deeper than 200 levels. */
export function parseBoundedJson(text: string): ParsedJson {
  if (isTooDeep(text)) return { kind: "text" };
  try {
    // safe because JSON.parse answers nothing but JSON values
    return { kind: "json", value: JSON.parse(text) as JsonValue };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "text" };
    throw error;
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > depthMax) return true;
  }
  return false;
}
