import type { JsonValue } from "@/lib/core/json-value";

export type ParsedJson = { readonly kind: "parsed"; readonly value: JsonValue } | { readonly kind: "unreadable" };

/** Deeper nesting than this is nobody's options; `JSON.parse` overflows the stack near 10,000 in some places. */
const depthMax = 200;

/** Parses JSON that may be broken or hostile; nesting beyond a bound counts as unreadable. */
export function parseBoundedJson(text: string): ParsedJson {
  if (isTooDeep(text)) return { kind: "unreadable" };
  try {
    // safe because JSON.parse answers nothing but JSON values
    return { kind: "parsed", value: JSON.parse(text) as JsonValue };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "unreadable" };
    throw error;
  }
}

function isTooDeep(text: string): boolean {
  // Each level has a bracket of its own.
  if (text.length <= depthMax) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (inString) {
      if (char === backslash) index += 1;
      else if (char === quote) inString = false;
    } else if (char === quote) inString = true;
    else if (char === openBrace || char === openBracket) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (char === closeBrace || char === closeBracket) depth -= 1;
  }
  return false;
}

const quote = 34;
const backslash = 92;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;
