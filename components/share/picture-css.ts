/**
 * The style sheet of a picture of the page. The library that draws copies the styles of HTML elements only: what is
 * inside of an SVG keeps its classes, and so needs the page's rules with their variables as they are now. The fonts are
 * put in as data: the library would look for them by a base URL, which the content policy forbids.
 */
export async function pictureCss(): Promise<string> {
  const texts = await Promise.all(
    [...document.styleSheets].flatMap((sheet) =>
      [...sheet.cssRules].map((rule) => ruleText(rule, sheet.href ?? document.baseURI)),
    ),
  );
  const rules = texts.join("\n");
  return `${rules}\n:root{${variablesIn(rules)}}`;
}

/** The theme is an attribute of the document, which is no part of the picture: its variables are told one by one. */
function variablesIn(rules: string): string {
  const style = getComputedStyle(document.documentElement);
  const names = new Set(Array.from(rules.matchAll(/--[\w-]+/g), ([name]) => name));
  return Array.from(names, (name) => [name, style.getPropertyValue(name)] as const)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}:${value}`)
    .join(";");
}

async function ruleText(rule: CSSRule, base: string): Promise<string> {
  const { cssText } = rule;
  if (!(rule instanceof CSSFontFaceRule)) return cssText;
  const [whole, url] = /url\(["']?([^"')]+)["']?\)/.exec(cssText) ?? [];
  if (whole === undefined || url === undefined) return cssText;
  const response = await fetch(new URL(url, base));
  return response.ok ? cssText.replace(whole, `url("${await toDataUrl(await response.blob())}")`) : "";
}

function toDataUrl(blob: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => (typeof reader.result === "string" ? done(reader.result) : fail(noFont)));
    reader.addEventListener("error", () => fail(noFont));
    reader.readAsDataURL(blob);
  });
}

const noFont = new Error("A font could not be read.");
